// Asks whether an answer was helpful. Joined to answer.js.

const REASONS = [
  "It misses the question",
  "A fact was misheard",
  "The quote does not support it",
  "I know it to be wrong",
]

// Whether the answer was helpful, and if not, why.
class Feedback {
  constructor(send) {
    const button = (label, helpful) => {
      const made = element("button", "tool", label)
      made.type = "button"
      made.onclick = () => {
        this.form.hidden = helpful
        this.press(helpful)
        send({ helpful, reason: "" })
        if (!helpful) this.form.querySelector("input").focus()
      }
      return made
    }
    this.yes = button("Helpful", true)
    this.no = button("Not helpful", false)
    this.buttons = [this.yes, this.no]
    this.form = this.reasons(send)
  }

  reasons(send) {
    const form = element("form", "why")
    form.hidden = true
    const group = element("fieldset", "", element("legend", "", "What was wrong with it?"))
    for (const reason of REASONS) {
      const choice = element("input")
      Object.assign(choice, { type: "radio", name: "reason", value: reason })
      group.append(element("label", "", choice, ` ${reason}`))
    }
    const words = element("input", "words")
    Object.assign(words, { type: "text", name: "words", maxLength: 800, autocomplete: "off" })
    const submit = element("button", "tool", "Send")
    submit.type = "submit"
    this.sent = element("span", "")
    this.sent.setAttribute("role", "status")
    form.append(group, element("label", "", "In your words (optional) ", words), submit, " ", this.sent)
    form.onsubmit = event => {
      event.preventDefault()
      const chosen = new FormData(form)
      const reason = [chosen.get("reason"), chosen.get("words").trim()].filter(Boolean).join(": ")
      send({ helpful: false, reason })
      this.sent.textContent = "Thank you. It is kept with this conversation."
    }
    form.onkeydown = event => event.stopPropagation()
    return form
  }

  press(helpful) {
    this.yes.setAttribute("aria-pressed", String(helpful === true))
    this.no.setAttribute("aria-pressed", String(helpful === false))
  }

  show(verdict) {
    this.press(verdict?.helpful ?? null)
  }
}
