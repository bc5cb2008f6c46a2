/** Lists the keys of the page of unanswered questions. */

import { ShortcutDialog } from '../../staff/shortcut-dialog.tsx'
import { useWords } from '../console-context.ts'
import type { Word } from '../strings.ts'

const ROWS: readonly (readonly [readonly string[], Word])[] = [
  [['J', '↓'], 'unKeyNext'],
  [['K', '↑'], 'unKeyPrevious'],
  [['1', '2', '3', '4', '5'], 'unKeyAccept'],
  [['N'], 'unKeyNew'],
  [['/'], 'unKeySearch'],
  [['O'], 'unKeyOut'],
  [['D'], 'unKeyDismiss'],
  [['S'], 'unKeySplit'],
  [['X'], 'unKeyToggle'],
  [['U', 'Ctrl/⌘ + Z'], 'unKeyUndo'],
  [['Esc'], 'unKeyBack'],
]

export function Shortcuts({ close }: { close(): void }) {
  const { words } = useWords()
  return <ShortcutDialog shortcuts={ROWS.map(([keys, word]) => [keys, words[word]])} close={close} />
}
