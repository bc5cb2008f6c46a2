/** Puts a page into its document. */

import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'

/** @param page is given the nonce under which the page's policy allows styles */
export function mount(page: (nonce: string) => ReactNode): void {
  const place = document.getElementById('page')
  // The browser hides the attribute from style sheets, not from the script.
  const nonce = document.querySelector<HTMLElement>('script[nonce]')?.nonce ?? ''
  if (place) createRoot(place).render(page(nonce))
}
