/** What every part of a page has at hand about who is signed in. */

import { createContext } from 'react'
import type { SessionAnswer } from '../../console/desk-types.ts'
import type { Calls } from './calls.ts'

export interface StaffContext {
  readonly calls: Calls
  readonly account: SessionAnswer['account']
  /** What the page is called. */
  readonly product: string
  /** Reads anew who is signed in, after something about them was changed. */
  refresh(): Promise<void>
}

export const StaffProvider = createContext<StaffContext | undefined>(undefined)
