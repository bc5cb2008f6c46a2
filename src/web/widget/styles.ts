/** Puts style sheets into the widget's shadow root. */

/** Gives a shadow root one more style sheet; constructed sheets need no permission from the page's policy. */
export function applyStyles(root: ShadowRoot, styles: string): void {
  if ('adoptedStyleSheets' in root && 'replaceSync' in CSSStyleSheet.prototype) {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(styles)
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
    return
  }
  const element = document.createElement('style')
  element.textContent = styles
  root.append(element)
}
