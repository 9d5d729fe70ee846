// Speaks the newest answer to screen readers, and shows a new question where reading begins.

const QUESTION = "[data-testid=stChatMessageContent][aria-label='Chat message from user']"
const FOLLOW_MS = 1500
const LOOK_MS = 100
const MOST_MS = 15000
const BELOW_HEADER_PX = 72
const BY_HAND = ["wheel", "touchstart", "keydown", "pointerdown"]
const heard = new WeakMap()

export default function ({ data, parentElement }) {
  const region = parentElement.querySelector("[role=status]")
  if (!heard.has(region)) {
    focusOnInput()
    watchQuestions(region)
  }
  if (heard.get(region) === data.serial) return
  heard.set(region, data.serial)
  region.textContent = data.text
  if (data.follow) keepInView(lastQuestion())
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
  const stop = untilByHand(() => clearInterval(looking))
}

function lastQuestion() {
  return [...document.querySelectorAll(QUESTION)].pop()?.closest("[data-testid=stChatMessage]")
}

// A question that was just said is shown at once, long before its answer has arrived.
// Another page may take this one's place piece by piece, the questions last.
let watching = null
function watchQuestions(region) {
  watching?.disconnect()
  let known = document.querySelectorAll(QUESTION).length
  const observer = new MutationObserver(() => {
    const count = document.querySelectorAll(QUESTION).length
    if (region.isConnected && count > known) keepInView(lastQuestion())
    if (!count) makeRoomBelow(null)
    known = count
    if (!count && !region.isConnected) leave(observer)
  })
  watching = observer
  observer.observe(document.querySelector("[data-testid=stMain]") ?? document.body, {
    childList: true,
    subtree: true,
  })
}

// What comes next begins at its top.
function leave(observer) {
  observer.disconnect()
  following()
  document.querySelector("[data-testid=stMain]")?.scrollTo({ top: 0 })
}

// The page is long enough for the question to stand at its top, however short the answer is.
function makeRoomBelow(question) {
  const page = document.querySelector("[data-testid=stMainBlockContainer]")
  const view = page?.closest("[data-testid=stMain]")
  if (!view) return
  const box = document.querySelector("[data-testid=stBottom]")?.offsetHeight ?? 0
  const above = question && question.getBoundingClientRect().top - page.getBoundingClientRect().top
  const height = question ? above + view.clientHeight - box - BELOW_HEADER_PX : 0
  page.style.minHeight = question ? `${Math.ceil(height)}px` : ""
  page.style.flexShrink = question ? "0" : ""  // or a long answer would stand out below the page
}

// Ends once the page has not grown for a while, or when the reader scrolls or types.
let following = () => {}
function keepInView(question) {
  following()
  if (!question) return
  const latest = Date.now() + MOST_MS
  const page = document.querySelector("[data-testid=stMain]") ?? document.documentElement
  let until = Date.now() + FOLLOW_MS
  let height = 0
  const show = () => {
    if (Date.now() > Math.min(until, latest) || !question.isConnected) return following()
    makeRoomBelow(question)
    question.style.scrollMarginTop = `${BELOW_HEADER_PX}px`
    question.scrollIntoView({ block: "start" })
    if (page.scrollHeight !== height) until = Date.now() + FOLLOW_MS
    height = page.scrollHeight
  }
  const looking = setInterval(show, LOOK_MS)
  following = untilByHand(() => clearInterval(looking))
  show()
}

// What ends it, called at the latest when the reader does something.
function untilByHand(end) {
  const stop = () => {
    end()
    for (const sign of BY_HAND) document.removeEventListener(sign, stop, true)
  }
  for (const sign of BY_HAND) document.addEventListener(sign, stop, true)
  return stop
}
