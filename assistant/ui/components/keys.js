// Keys that work anywhere on the page, and the list of them.

const KEPT = "staffing-assistant-single-keys"
const INPUTS = "input, textarea, select, [contenteditable=true], [role=combobox], [role=option]"
let listening = null

export default function ({ data, parentElement }) {
  const dialog = parentElement.querySelector("dialog")
  const choice = dialog.querySelector("input")
  dialog.querySelector("dl").replaceChildren(...data.keys.flatMap(line))
  parentElement.querySelector(".ask").onclick = () => dialog.showModal()
  choice.checked = kept() !== "off"
  choice.onchange = () => keep(choice.checked ? "on" : "off")
  if (listening) document.removeEventListener("keydown", listening)
  listening = event => pressed(event, dialog)
  document.addEventListener("keydown", listening)
  return () => document.removeEventListener("keydown", listening)
}

function line([keys, does]) {
  const term = document.createElement("dt")
  for (const key of keys) {
    const cap = document.createElement("kbd")
    cap.textContent = key
    term.append(cap, " ")
  }
  const meaning = document.createElement("dd")
  meaning.textContent = does
  return [term, meaning]
}

// Single keys are ignored while one types, with a dialog open, and where they were switched off.
function pressed(event, dialog) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
  if (event.composedPath().some(at => at.matches?.(INPUTS))) return
  if (dialog.open || document.querySelector("[role=dialog]") || kept() === "off") return
  if (event.key === "?") {
    event.preventDefault()
    dialog.showModal()
  } else if (event.key === "/") {
    const input = document.querySelector("[data-testid=stChatInput] textarea")
    if (!input) return
    event.preventDefault()
    input.focus()
  }
}

function kept() {
  try {
    return localStorage.getItem(KEPT)
  } catch {
    return null
  }
}

function keep(value) {
  try {
    localStorage.setItem(KEPT, value)
  } catch {
    // A browser that keeps nothing has the keys switched on again after a reload.
  }
}
