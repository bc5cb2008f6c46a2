/** Entry of `/widget.js`: defines `<liuke-chat>` and puts one on the page unless the page has its own. */

import { define } from './element.tsx'
import { attributeNames, type ServerSettings } from './settings.ts'

/** Written in front of the bundle by the server. */
declare const LIUKE_SERVER_SETTINGS: ServerSettings

// Only while a classic script runs does the document know which one it is.
const script = document.currentScript
const address = script instanceof HTMLScriptElement ? script.src : document.baseURI

function insert(): void {
  const own = document.querySelector('liuke-chat')
  const element = own ?? document.createElement('liuke-chat')
  for (const name of attributeNames) {
    const value = script?.getAttribute(`data-${name}`)
    if (value != null && !element.hasAttribute(`data-${name}`)) element.setAttribute(`data-${name}`, value)
  }
  define({ server: new URL('.', address).href, settings: LIUKE_SERVER_SETTINGS })
  if (!own) document.body.append(element)
}

if (document.body && document.readyState !== 'loading') insert()
else document.addEventListener('DOMContentLoaded', insert, { once: true })
