// An answer that arrives line by line, and can be stopped. Joined to answer.js.
// What is still to come has its place already, so that nothing moves while one reads.

const STEP_MS = 70
const MOST_MS = 2500
const STOPPABLE_STEPS = 6
const OTHER_STOP = "[data-testid=stChatInputStopButton]"

class Arrival {
  constructor(root) {
    this.root = root
    this.body = root.querySelector(".body")
    this.button = root.querySelector(".stop")
    this.button.onclick = () => this.stop()
    this.waiting = []
    this.listeners = {
      keydown: event => {
        if (event.key === "Escape" && !document.querySelector("[role=dialog]")) this.stop()
      },
      click: event => {
        if (event.target.closest?.(OTHER_STOP)) this.stop()
      },
    }
  }

  begin() {
    const parts = this.body.querySelectorAll("p, h2, h3, li, tr")
    const steps = [...parts, this.root.querySelector("footer")]
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches || steps.length < 3) return
    this.waiting = steps.slice(1)
    for (const step of this.waiting) step.classList.add("waiting")
    this.root.setAttribute("aria-busy", "true")
    this.button.hidden = steps.length < STOPPABLE_STEPS
    for (const [sign, act] of Object.entries(this.listeners)) document.addEventListener(sign, act, true)
    this.timer = setInterval(() => this.next(), Math.min(STEP_MS, MOST_MS / steps.length))
  }

  next() {
    const step = this.waiting.shift()
    step.classList.replace("waiting", "arriving")
    if (!this.waiting.length) this.end()
  }

  end() {
    clearInterval(this.timer)
    for (const [sign, act] of Object.entries(this.listeners)) document.removeEventListener(sign, act, true)
    this.button.hidden = true
    this.root.removeAttribute("aria-busy")
  }

  // Leaves the answer at what has arrived; the rest is a button away.
  stop() {
    if (!this.waiting.length) return
    this.end()
    for (const step of this.waiting) step.hidden = true
    const rest = element("button", "tool", "Show the rest")
    rest.type = "button"
    rest.onclick = () => {
      this.showRest()
      this.root.tabIndex = -1
      this.root.focus({ preventScroll: true })
    }
    const said = element("span", "", "Stopped.")
    said.setAttribute("role", "status")
    this.stopped = element("p", "stopped", said, " ", rest)
    this.body.after(this.stopped)
  }

  showRest() {
    this.end()
    for (const step of this.waiting) {
      step.hidden = false
      step.classList.remove("waiting")
    }
    this.waiting = []
    this.stopped?.remove()
  }
}
