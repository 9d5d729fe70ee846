// Draws one answer. All text of sources and users goes into text nodes, never into markup.

const drawn = new WeakMap()
const LINGER_MS = 160

export default function (component) {
  const { data, parentElement } = component
  const root = parentElement.querySelector(".answer")
  let view = drawn.get(root)
  if (!view) {
    view = new View(root)
    drawn.set(root, view)
  }
  view.update(component, data)
  return () => {
    view.hideTip()
    view.arrival.showRest()
  }
}

function element(tag, className, ...children) {
  const made = document.createElement(tag)
  if (className) made.className = className
  made.append(...children)
  return made
}

// Wide tables scroll by themselves, also with the keyboard.
function scrollable(table) {
  const around = element("div", "scroll", table)
  around.tabIndex = 0
  around.setAttribute("role", "group")
  around.setAttribute("aria-label", "Table")
  return around
}

// Streamlit does not return the focus to an element inside a shadow root.
function focusAgainAfterDialog(button) {
  let seen = false
  const observer = new MutationObserver(() => {
    const open = document.querySelector("[role=dialog]") !== null
    seen ||= open
    if (seen && !open) {
      observer.disconnect()
      setTimeout(() => document.activeElement === document.body && button.focus(), 50)
    }
  })
  observer.observe(document.body, { childList: true, subtree: true })
}

class View {
  constructor(root) {
    this.root = root
    this.body = root.querySelector(".body")
    this.footer = root.querySelector("footer")
    this.tip = root.querySelector(".tip")
    this.tip.onmouseenter = () => clearTimeout(this.leaving)
    this.tip.onmouseleave = () => this.leaveTip()
    this.arrival = new Arrival(root)
    root.onkeydown = event => {
      if (event.key === "Escape") this.hideTip()
    }
  }

  update(component, { answer, ...live }) {
    this.open = n => component.setTriggerValue("opened", n)
    this.judge = verdict => component.setTriggerValue("judged", verdict)
    if (answer === this.answer) return this.feedback?.show(live.verdict)
    this.answer = answer
    const data = (this.data = { ...JSON.parse(answer), ...live })
    this.arrival.showRest()
    this.citations = new Map(data.citations.map(c => [c.n, c]))
    this.root.className = "answer " + data.kind
    if (data.label) this.root.setAttribute("aria-label", data.label)
    this.body.replaceChildren(...this.blocks(data))
    this.footer.replaceChildren(...this.sources(), ...(data.tools ? [this.tools()] : []))
    if (data.fresh) this.arrival.begin()
  }

  blocks(data) {
    const out = data.badge ? [element("p", "badge", data.badge)] : []
    let list = null
    let table = null
    for (const block of data.blocks) {
      if (block.kind !== "item") list = null
      if (block.kind !== "row") table = null
      if (block.kind === "item") {
        if (!list) out.push((list = element("ul")))
        list.append(element("li", "", ...this.spans(block.cells[0])))
      } else if (block.kind === "header" || (block.kind === "row" && !table)) {
        table = element("table")
        out.push(scrollable(table))
        if (block.kind === "header") {
          table.append(element("thead", "", this.row(block, "th", "col")))
          table.append(element("tbody"))
        } else {
          table.append(element("tbody", "", this.row(block, "td")))
        }
      } else if (block.kind === "row") {
        table.tBodies[0].append(this.row(block, "td"))
      } else if (block.kind === "heading") {
        out.push(element(data.kind === "about" ? "h2" : "h3", "", ...this.spans(block.cells[0])))
      } else {
        out.push(element("p", "", ...this.spans(block.cells[0])))
      }
    }
    return out
  }

  row(block, tag, scope) {
    const cells = block.cells.map((spans, column) => {
      const heads = tag === "td" && column === 0
      const cell = element(heads ? "th" : tag, "", ...this.spans(spans))
      if (heads || scope) cell.scope = heads ? "row" : scope
      return cell
    })
    return element("tr", "", ...cells)
  }

  spans(spans) {
    return spans.map(span => {
      if (span.style === "mark") return this.mark(Number(span.text))
      if (span.style === "plain") return document.createTextNode(span.text)
      return element(span.style === "strong" ? "strong" : "span", span.style, span.text)
    })
  }

  mark(n) {
    const citation = this.citations.get(n)
    const button = element("button", "mark", String(n))
    button.type = "button"
    if (!citation) return button
    button.setAttribute("aria-label", `Source ${n}: ${citation.title}, ${citation.section}`)
    button.setAttribute("aria-haspopup", "dialog")
    button.setAttribute("aria-describedby", "tip")
    button.onclick = () => {
      this.hideTip()
      this.open(n)
      focusAgainAfterDialog(button)
    }
    button.onmouseenter = button.onfocus = () => this.showTip(button, citation)
    button.onmouseleave = () => this.leaveTip()
    button.onblur = () => this.hideTip()
    return button
  }

  showTip(button, citation) {
    clearTimeout(this.leaving)
    this.tip.replaceChildren(
      element("p", "quote", `“${citation.shown}”`),
      element("p", "place", [citation.title, citation.section].filter(Boolean).join(" · ")),
      ...(citation.interest ? [element("p", "interest", `Has an interest: ${citation.interest}`)] : [])
    )
    if (!this.tip.showPopover) return
    this.tip.showPopover()
    const at = button.getBoundingClientRect()
    const size = this.tip.getBoundingClientRect()
    const left = Math.max(8, Math.min(at.left - 12, window.innerWidth - size.width - 8))
    const above = at.top - size.height - 6
    this.tip.style.left = `${left}px`
    this.tip.style.top = `${above > 8 ? above : at.bottom + 6}px`
  }

  leaveTip() {
    clearTimeout(this.leaving)
    this.leaving = setTimeout(() => this.hideTip(), LINGER_MS)
  }

  hideTip() {
    clearTimeout(this.leaving)
    if (this.tip.hidePopover && this.tip.matches(":popover-open")) this.tip.hidePopover()
  }

  sources() {
    const documents = new Map()
    for (const citation of this.data.tools ? this.data.citations : []) {
      const known = documents.get(citation.title) ?? { ...citation, marks: [] }
      known.marks.push(citation.n)
      documents.set(citation.title, known)
    }
    if (!documents.size) return []
    const items = [...documents.values()].map(cited => {
      const interest = cited.interest ? [element("span", "interested", "has an interest")] : []
      return element("li", "", element("span", "", cited.title), ...cited.marks.map(n => this.mark(n)), ...interest)
    })
    const list = element("ul", "sources", ...items)
    list.setAttribute("aria-label", "Sources of this answer")
    return [list]
  }

  tools() {
    const said = element("span", "said-so")
    said.setAttribute("role", "status")
    const tool = (label, act) => {
      const button = element("button", "tool", label)
      button.type = "button"
      button.onclick = async () => {
        said.textContent = (await act()) ? "Copied" : "The browser did not allow copying"
        clearTimeout(this.saying)
        this.saying = setTimeout(() => (said.textContent = ""), 3000)
      }
      return button
    }
    const absolute = link => new URL(link, document.baseURI).href
    this.feedback = this.data.judging ? new Feedback(verdict => this.judge(verdict)) : null
    this.feedback?.show(this.data.verdict)
    return element(
      "div",
      "after",
      element(
        "div",
        "tools",
        tool("Copy", () => copy(this.asMarkdown(absolute), this.asHtml(absolute))),
        tool("Copy link", () => copy(absolute(this.data.permalink))),
        ...(this.feedback?.buttons ?? []),
        said
      ),
      ...(this.feedback ? [this.feedback.form] : [])
    )
  }

  asMarkdown(absolute) {
    const links = this.data.citations.map(c => `[${c.n}]: ${absolute(c.link)}`)
    return [this.data.markdown.trimEnd(), "", ...links, ""].join("\n")
  }

  asHtml(absolute) {
    const page = element("div", "", ...[...this.body.cloneNode(true).children])
    for (const button of page.querySelectorAll("button.mark")) {
      const citation = this.citations.get(Number(button.textContent))
      const link = element("a", "", `[${button.textContent}]`)
      if (citation) link.href = absolute(citation.link)
      button.replaceWith(element("sup", "", link))
    }
    for (const one of page.querySelectorAll("[class],[style]")) {
      one.removeAttribute("class")
      one.removeAttribute("style")
    }
    return page.innerHTML
  }
}
