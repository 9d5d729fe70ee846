// Buttons whose labels are shown exactly; the one that is activated is sent as it reads.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".chips")
  root.setAttribute("aria-label", data.label)
  const buttons = data.choices.map(text => {
    const button = document.createElement("button")
    button.type = "button"
    button.textContent = text
    button.onclick = () => setTriggerValue("chosen", text)
    return button
  })
  root.replaceChildren(...buttons)
}
