/** Lists the keys of the page of unanswered questions, and lets those of a single letter be switched off. */

import { Checkbox } from 'antd'
import { Dialog } from '../../staff/dialog.tsx'
import { prefer, usePreferences } from '../../staff/use-preferences.ts'
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
  [['?'], 'keyHelp'],
]

export function Shortcuts({ close }: { close(): void }) {
  const { words } = useWords()
  const { letters } = usePreferences()
  return (
    <Dialog title={words.shortcuts} close={close}>
      <dl className="shortcuts">
        {ROWS.map(([keys, word]) => (
          <div key={word}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{words[word]}</dd>
          </div>
        ))}
      </dl>
      <Checkbox checked={letters} onChange={(event) => prefer({ letters: event.target.checked })}>
        {words.shortcutsOn}
      </Checkbox>
    </Dialog>
  )
}
