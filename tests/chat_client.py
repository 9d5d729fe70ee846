"""A browser's part of Streamlit's protocol, without a browser: protobuf over a websocket."""

from __future__ import annotations

import json
from typing import Any, Self
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

ANSWER = "assistant_answer"
MAIN = 0
MAX_BYTES = 100_000_000


class ChatClient:
    """One session. ``answers`` are the data of the answers in the chat, oldest first.

    ``texts`` are all texts that the page shows, ``finished`` how the last run of the script ended.
    """

    def __init__(self, url: str, cookie: str = "") -> None:
        self._url = url.replace("http", "ws", 1).rstrip("/") + "/_stcore/stream"
        self._headers = {"Cookie": cookie} if cookie else {}
        self._chat_input = ""
        self._elements: dict[tuple[int, ...], Any] = {}
        self._page = ""
        self.finished = -1

    async def __aenter__(self) -> Self:
        self._socket: ClientConnection = await connect(
            self._url, subprotocols=["streamlit"], additional_headers=self._headers,
            max_size=MAX_BYTES, proxy=None, compression=None,
        )
        await self._run()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._socket.close()

    async def ask(self, text: str) -> dict[str, Any]:
        """The data of what is then shown last: the answer, or why there is none."""
        state = WidgetState(id=self._chat_input)
        state.chat_input_value.data = text
        await self._run(state)
        return self.shown[-1]

    async def send(self, content: bytes) -> None:
        """None; the bytes were sent as they are."""
        await self._socket.send(content)

    @property
    def shown(self) -> list[dict[str, Any]]:
        """The data of all answers and notices, in the order of the page, without the panel."""
        found = []
        for path, element in sorted(self._elements.items()):
            if path[0] == MAIN and element.WhichOneof("type") == "bidi_component":
                component = element.bidi_component
                if component.component_name == ANSWER:
                    data = json.loads(component.json)
                    found.append({**json.loads(data["answer"]), **data})
        return found

    @property
    def answers(self) -> list[dict[str, Any]]:
        """The data of the answers alone."""
        return [data for data in self.shown if data["tools"]]

    @property
    def texts(self) -> list[str]:
        """What ``st.text`` shows, in the order of the page."""
        return [e.text.body for _, e in sorted(self._elements.items())
                if e.WhichOneof("type") == "text"]

    async def _run(self, *widgets: WidgetState) -> None:
        message = BackMsg()
        message.rerun_script.query_string = urlencode({})
        message.rerun_script.page_script_hash = self._page
        message.rerun_script.widget_states.widgets.extend(widgets)
        message.rerun_script.context_info.timezone = "UTC"
        await self._socket.send(message.SerializeToString())
        self._elements.clear()
        while True:
            received = ForwardMsg.FromString(await self._socket.recv(decode=False))
            self._take(received)
            if received.WhichOneof("type") == "script_finished":
                self.finished = received.script_finished
                if self.finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    return

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._elements.clear()
            self._page = message.new_session.page_script_hash
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            self._elements[tuple(message.metadata.delta_path)] = element
            if element.WhichOneof("type") == "chat_input":
                self._chat_input = element.chat_input.id
