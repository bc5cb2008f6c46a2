/** Puts the widget's style sheet into its shadow root. */

import styles from './widget.css'

/** Gives a shadow root the style sheet; constructed sheets need no permission from the page's policy. */
export function applyStyles(root: ShadowRoot): void {
  if ('adoptedStyleSheets' in root && 'replaceSync' in CSSStyleSheet.prototype) {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(styles)
    root.adoptedStyleSheets = [sheet]
    return
  }
  const element = document.createElement('style')
  element.textContent = styles
  root.append(element)
}
