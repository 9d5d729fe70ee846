// Speaks the newest answer to screen readers, and keeps the page where one wants to read.

const heard = new WeakMap()
const FOLLOW_MS = 1500
const LOOK_MS = 100
const MOST_MS = 15000
const BY_HAND = ["wheel", "touchstart", "keydown", "pointerdown"]

export default function ({ data, parentElement }) {
  const region = parentElement.querySelector("[role=status]")
  if (!heard.has(region)) {
    focusOnInput()
    if (!data.follow) keepInView(() => document.querySelector("h1"))
  }
  if (heard.get(region) === data.serial) return
  heard.set(region, data.serial)
  region.textContent = data.text
  if (data.follow) keepInView(lastQuestion)
}

// A pointer that is coarse belongs to a phone, where focus would open the keyboard over the page.
// Streamlit fetches the box's script on its own, so that it may come later than this one.
function focusOnInput() {
  if (!window.matchMedia("(pointer: fine)").matches) return
  const latest = Date.now() + MOST_MS
  const looking = setInterval(() => {
    const input = document.querySelector("[data-testid=stChatInput] textarea")
    const free = !document.activeElement || document.activeElement === document.body
    if (Date.now() > latest || !free) return stop()
    if (!input || input.disabled) return
    input.focus({ preventScroll: true })
    stop()
  }, LOOK_MS)
  const stop = () => {
    clearInterval(looking)
    for (const sign of BY_HAND) document.removeEventListener(sign, stop, true)
  }
  for (const sign of BY_HAND) document.addEventListener(sign, stop, true)
}

function lastQuestion() {
  const messages = document.querySelectorAll("[data-testid=stChatMessage]")
  return messages[messages.length - 2]
}

// A long answer is read from its beginning, and Streamlit scrolls to its end while it grows.
// Ends once nothing has moved for a while, or when the reader scrolls or types.
function keepInView(find) {
  const latest = Date.now() + MOST_MS
  let until = Date.now() + FOLLOW_MS
  let shownAt = null
  const following = setInterval(() => {
    if (Date.now() > Math.min(until, latest)) return stop()
    const wanted = find()
    if (!wanted) return
    const top = wanted.getBoundingClientRect().top
    if (top === shownAt) return
    until = Date.now() + FOLLOW_MS
    wanted.style.scrollMarginTop = "4.5rem"
    wanted.scrollIntoView({ block: "start" })
    shownAt = wanted.getBoundingClientRect().top
  }, LOOK_MS)
  const stop = () => {
    clearInterval(following)
    for (const sign of BY_HAND) document.removeEventListener(sign, stop, true)
  }
  for (const sign of BY_HAND) document.addEventListener(sign, stop, true)
}
