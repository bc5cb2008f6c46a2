/** Starts the desk in its page. */

import { mount } from '../staff/mount.tsx'
import { App } from './app.tsx'

mount((nonce) => <App nonce={nonce} />)
