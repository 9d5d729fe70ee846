// Draws text of a source, its signs hidden but kept, with the quote marked and scrolled to.
// The text nodes below .text, but for a table's head, are the characters of the source in order.

const drawn = new WeakMap()

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".source")
  const signature = JSON.stringify(data)
  if (drawn.get(root) === signature) return
  drawn.set(root, signature)
  root.className = "source " + (data.look ?? "")
  const text = element("div", "text")
  let table = null
  for (const piece of data.pieces) {
    if (piece.kind === "row") table = row(piece, table, text)
    else text.append(...other(piece))
    if (!["row", "sign"].includes(piece.kind)) table = null
  }
  root.replaceChildren(...facts(data.facts ?? []), text)
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

function other(piece) {
  if (piece.kind === "heading") return [element(piece.level > 1 ? "h3" : "h2", "", piece.text)]
  if (piece.kind === "sign") return [element("span", "sign", piece.text)]
  const section = element("section", "")
  let list = null
  for (const line of piece.lines) {
    if (!line.bullet) list = null
    else if (!list) section.append((list = element("ul", "")))
    ;(list ?? section).append(filled(line.bullet ? "li" : "div", line.runs))
  }
  section.append(...notes(piece))
  return [section]
}

// Rows that follow each other under one head are one table, which scrolls by itself if it is wide.
function row(piece, before, text) {
  const head = JSON.stringify(piece.lead)
  let table = before?.head === head ? before : null
  if (!table) {
    const cells = piece.lead.map(cell => {
      const made = element("th", "", cell)
      made.scope = "col"
      return made
    })
    const body = element("tbody", "")
    const made = element("table", "", ...(cells.length ? [element("thead", "", element("tr", "", ...cells))] : []), body)
    const around = element("div", "scroll", made)
    around.tabIndex = 0
    around.setAttribute("role", "group")
    around.setAttribute("aria-label", "Table")
    text.append(around)
    table = { head, body }
  }
  const skipped = Array.from({ length: piece.skipped }, () => element("td", ""))
  table.body.append(element("tr", "", ...skipped, ...piece.cells.map(runs => filled("td", runs))))
  const said = notes(piece)
  if (said.length) {
    const wide = element("td", "", ...said)
    wide.colSpan = piece.skipped + piece.cells.length
    table.body.append(element("tr", "noted", wide))
  }
  return table
}

function filled(tag, runs) {
  const made = element(tag, "")
  let mark = null
  for (const run of runs) {
    const part = run.style
      ? element(run.style === "strong" ? "strong" : "span", run.style, run.text)
      : document.createTextNode(run.text)
    if (!run.quoted) mark = null
    else if (!mark) made.append((mark = element("mark", "sign")))
    if (mark && run.style !== "sign") mark.className = ""
    ;(mark ?? made).append(part)
  }
  return made
}

function notes(piece) {
  return (piece.notes ?? []).map(note => element("p", "note", note))
}

function scrollToQuote(root) {
  const quote = root.querySelector("mark:not(.sign)")
  if (!quote) return
  quote.tabIndex = -1
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches
  const behavior = calm ? "auto" : "smooth"
  setTimeout(() => quote.scrollIntoView({ block: "center", inline: "nearest", behavior }), 150)
}
