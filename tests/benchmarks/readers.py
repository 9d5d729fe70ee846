"""Readers without a browser, who load the server as Streamlit's own page does."""

from __future__ import annotations

import threading
import time
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

ANSWER = "assistant_answer"
WAIT_SECONDS = 60


class Reader:
    """A reader of the chat at ``url``; ``ask`` gives seconds until the answer's message came."""

    def __init__(self, url: str) -> None:
        self._socket = connect(
            f"ws://{urlsplit(url).netloc}/_stcore/stream", subprotocols=["streamlit"],
            max_size=None, compression=None,
        )
        self._input = self._page = ""
        self._answers: set[str] = set()
        self._send(BackMsg())
        self._run()

    def ask(self, question: str, start: threading.Barrier) -> float:
        """Seconds from the question to the message that holds its answer."""
        message = BackMsg()
        state = message.rerun_script.widget_states.widgets.add()
        state.id = self._input
        state.chat_input_value.data = question
        start.wait(WAIT_SECONDS)
        began = time.perf_counter()
        self._send(message)
        return self._run() - began

    def close(self) -> None:
        """None; the reader has left."""
        self._socket.close()

    def _send(self, message: BackMsg) -> None:
        message.rerun_script.page_script_hash = self._page
        self._socket.send(message.SerializeToString())

    def _run(self) -> float:
        """When a new answer came, or else when the script had run to its end."""
        came = 0.0
        while True:
            message = ForwardMsg.FromString(self._socket.recv(WAIT_SECONDS))
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self._page = message.new_session.page_script_hash
            elif kind == "delta":
                element = message.delta.new_element
                if element.HasField("chat_input"):
                    self._input = element.chat_input.id
                drawn = element.bidi_component
                if drawn.component_name == ANSWER and drawn.id not in self._answers:
                    self._answers.add(drawn.id)
                    came = came or time.perf_counter()
            elif kind == "script_finished":
                return came or time.perf_counter()
