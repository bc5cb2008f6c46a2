/** Lists the keys of a page, and lets those of a single letter be switched off. */

import { Checkbox } from 'antd'
import type { ReactNode } from 'react'
import { Dialog } from './dialog.tsx'
import { prefer, usePreferences } from './use-preferences.ts'
import { useWords } from './words.ts'

/** Keys of which each does it, and what that is. */
export type Shortcut = readonly [keys: readonly string[], does: string]

export interface ShortcutDialogProps {
  /** `?`, which shows this, is added. */
  readonly shortcuts: readonly Shortcut[]
  close(): void
  /** More that is switched here. */
  readonly children?: ReactNode
}

export function ShortcutDialog({ shortcuts, close, children }: ShortcutDialogProps) {
  const { words } = useWords()
  const { letters } = usePreferences()
  const all: readonly Shortcut[] = [...shortcuts, [['?'], words.keyHelp]]
  return (
    <Dialog title={words.shortcuts} close={close}>
      <dl className="shortcuts">
        {all.map(([keys, does]) => (
          <div key={does}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      {children}
      <Checkbox checked={letters} onChange={(event) => prefer({ letters: event.target.checked })}>
        {words.shortcutsOn}
      </Checkbox>
    </Dialog>
  )
}
