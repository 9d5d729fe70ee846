// The reader's conversations. Titles are text nodes; deleting asks once more, in place.

const PENCIL = "M4 20h4L19 9l-4-4L4 16zM13 7l4 4"
const BIN = "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5M14 11v5"
const drawn = new WeakMap()

export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector(".talks")
  const send = (act, talk, title = "") => setTriggerValue("changed", { act, id: talk.id, title })
  const signature = JSON.stringify(data.talks)
  if (drawn.get(list) === signature) return
  drawn.set(list, signature)
  list.replaceChildren(...data.talks.map(talk => row(talk, send)))
}

function element(tag, className, ...children) {
  const made = document.createElement(tag)
  made.className = className
  made.append(...children)
  return made
}

function button(className, label, act) {
  const made = element("button", className, label)
  made.type = "button"
  made.onclick = act
  return made
}

function icon(path, label, act) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg")
  drawing.setAttribute("viewBox", "0 0 24 24")
  drawing.setAttribute("aria-hidden", "true")
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path")
  line.setAttribute("d", path)
  drawing.append(line)
  const made = button("icon", drawing, act)
  made.setAttribute("aria-label", label)
  made.title = label
  return made
}

function row(talk, send) {
  const line = element("li", "")
  const show = (...parts) => line.replaceChildren(...parts)
  const plain = focus => {
    const title = button("title", talk.title, () => send("open", talk))
    const rename = icon(PENCIL, `Rename “${talk.title}”`, () => renaming())
    const remove = icon(BIN, `Delete “${talk.title}”`, () => deleting())
    show(element("div", "named", title, element("div", "when", talk.when)), rename, remove)
    if (focus) ({ rename, remove })[focus].focus()
  }
  const renaming = () => {
    const input = element("input", "")
    Object.assign(input, { value: talk.title, maxLength: 80 })
    input.setAttribute("aria-label", "New name of this conversation")
    input.onkeydown = event => {
      event.stopPropagation()
      if (event.key === "Escape") plain("rename")
      if (event.key === "Enter") done()
    }
    const done = () => {
      if (input.value.trim()) send("rename", talk, input.value)
      plain("rename")
    }
    show(input, button("plain", "Save", done), button("plain", "Cancel", () => plain("rename")))
    input.select()
    input.focus()
  }
  const deleting = () => {
    const ask = element("span", "ask", `Delete “${talk.title}” for good?`)
    ask.setAttribute("role", "alert")
    const keep = button("plain", "Keep", () => plain("remove"))
    show(ask, button("grave", "Delete", () => send("delete", talk)), keep)
    line.onkeydown = event => {
      if (event.key === "Escape") plain("remove")
    }
    keep.focus()
  }
  if (talk.current) line.setAttribute("aria-current", "true")
  plain()
  return line
}
