/** Lists the shortcuts, and lets those of a single letter, and what the desk tells by itself, be switched off. */

import { ShortcutDialog } from '../staff/shortcut-dialog.tsx'
import { AlertSettings } from './alert-settings.tsx'
import { useWords } from './desk-context.ts'
import type { Word } from './strings.ts'

const ROWS: readonly (readonly [readonly string[], Word])[] = [
  [['J', '↓'], 'keyNext'],
  [['K', '↑'], 'keyPrevious'],
  [['Enter'], 'keyOpen'],
  [['/'], 'keySearch'],
  [['I'], 'keyInbox'],
  [['C'], 'keyClaim'],
  [['Y'], 'keyAccept'],
  [['X'], 'keyDecline'],
  [['R'], 'keyReply'],
  [['N'], 'keyNote'],
  [['Alt + 1', '2', '3'], 'keySuggestion'],
  [['Ctrl + Enter'], 'keySend'],
  [['T'], 'keyTransfer'],
  [['Shift + A'], 'keyStatus'],
  [['Esc'], 'keyBack'],
]

export function Shortcuts({ close }: { close(): void }) {
  const { words } = useWords()
  return (
    <ShortcutDialog shortcuts={ROWS.map(([keys, word]) => [keys, words[word]])} close={close}>
      <AlertSettings />
    </ShortcutDialog>
  )
}
