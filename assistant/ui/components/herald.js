// Speaks the newest answer to screen readers, and keeps the page where one wants to read.

const heard = new WeakMap()
const FOLLOW_MS = 2500
const BY_HAND = ["wheel", "touchstart", "keydown", "pointerdown"]

export default function ({ data, parentElement }) {
  const region = parentElement.querySelector("[role=status]")
  if (!heard.has(region)) focusOnInput()
  if (heard.get(region) === data.serial) return
  heard.set(region, data.serial)
  region.textContent = data.text
  if (data.follow) showFromItsQuestion()
}

// A pointer that is coarse belongs to a phone, where focus would open the keyboard over the page.
function focusOnInput() {
  if (!window.matchMedia("(pointer: fine)").matches) return
  const input = document.querySelector("[data-testid=stChatInput] textarea")
  const free = !document.activeElement || document.activeElement === document.body
  if (input && free) input.focus({ preventScroll: true })
}

// A long answer is read from its beginning, and Streamlit scrolls to its end.
function showFromItsQuestion() {
  const show = () => {
    const messages = document.querySelectorAll("[data-testid=stChatMessage]")
    const question = messages[messages.length - 2]
    if (!question) return
    question.style.scrollMarginTop = "4.5rem"
    question.scrollIntoView({ block: "start" })
  }
  const until = Date.now() + FOLLOW_MS
  const following = setInterval(() => {
    if (Date.now() > until) stop()
    else show()
  }, 60)
  const stop = () => {
    clearInterval(following)
    for (const sign of BY_HAND) document.removeEventListener(sign, stop, true)
  }
  for (const sign of BY_HAND) document.addEventListener(sign, stop, true)
}
