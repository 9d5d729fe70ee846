// Puts rich text and plain text on the clipboard at once. Joined to answer.js.

async function copy(plain, html) {
  try {
    const forms = { "text/plain": new Blob([plain], { type: "text/plain" }) }
    if (html) forms["text/html"] = new Blob([html], { type: "text/html" })
    await navigator.clipboard.write([new ClipboardItem(forms)])
    return true
  } catch {
    return copyByEvent(plain, html)
  }
}

// For pages that are not served from localhost or over HTTPS.
function copyByEvent(plain, html) {
  const fill = event => {
    event.preventDefault()
    event.clipboardData.setData("text/plain", plain)
    if (html) event.clipboardData.setData("text/html", html)
  }
  document.addEventListener("copy", fill, { once: true })
  const done = document.execCommand("copy")
  document.removeEventListener("copy", fill)
  return done
}
