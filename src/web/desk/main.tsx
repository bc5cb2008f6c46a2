/** Starts the desk in its page. */

import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'

const place = document.getElementById('desk')
// The browser hides the attribute from style sheets, not from the script.
const nonce = document.querySelector<HTMLElement>('script[nonce]')?.nonce ?? ''
if (place) createRoot(place).render(<App nonce={nonce} />)
