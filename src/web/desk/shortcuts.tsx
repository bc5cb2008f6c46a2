/** Lists the shortcuts, and lets those of a single letter, and what the desk tells by itself, be switched off. */

import { Checkbox } from 'antd'
import { Dialog } from '../staff/dialog.tsx'
import { prefer, usePreferences } from '../staff/use-preferences.ts'
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
      <AlertSettings />
      <Checkbox checked={letters} onChange={(event) => prefer({ letters: event.target.checked })}>
        {words.shortcutsOn}
      </Checkbox>
    </Dialog>
  )
}
