// Draws text of a source exactly as it stands, with the quote marked and scrolled to.

const drawn = new WeakMap()

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".source")
  const signature = JSON.stringify(data)
  if (drawn.get(root) === signature) return
  drawn.set(root, signature)
  root.className = "source " + (data.look ?? "")
  root.replaceChildren(...facts(data.facts ?? []), ...data.pieces.map(piece))
  if (data.scroll) scrollToQuote(root)
}

function element(tag, className, ...children) {
  const made = document.createElement(tag)
  if (className) made.className = className
  made.append(...children)
  return made
}

function facts(pairs) {
  if (!pairs.length) return []
  const rows = pairs.flatMap(([name, value]) => [element("dt", "", name), element("dd", "", value)])
  return [element("dl", "", ...rows)]
}

function piece(one) {
  if (one.kind === "heading") return element(one.level > 1 ? "h3" : "h2", "", one.runs[0].text)
  const text = element("div", "text")
  for (const run of one.runs) {
    text.append(run.quoted ? element("mark", "", run.text) : document.createTextNode(run.text))
  }
  const notes = (one.notes ?? []).map(note => element("p", "note", note))
  return element("section", "", text, ...notes)
}

function scrollToQuote(root) {
  const quote = root.querySelector("mark")
  if (!quote) return
  quote.tabIndex = -1
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches
  setTimeout(() => quote.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" }), 150)
}
