/** The recovery codes, this once: to be written down, copied or saved. */

import { Alert, Button, Checkbox } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useWords } from './words.ts'

export interface RecoveryCodesProps {
  readonly codes: readonly string[]
  /** They are put away. */
  done(): void
}

export function RecoveryCodes({ codes, done }: RecoveryCodesProps) {
  const { words } = useWords()
  const [kept, setKept] = useState(false)
  const [copied, setCopied] = useState('')
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const text = `${codes.join('\n')}\n`
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(words.copied)
    } catch {
      setCopied(words.copyFailed) // the browser does not allow it here: they can be selected
    }
  }
  const save = () => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
    link.download = 'liuke-recovery-codes.txt'
    link.click()
    URL.revokeObjectURL(link.href)
  }
  return (
    <div className="recovery">
      <h3 ref={heading} tabIndex={-1}>
        {words.recoveryTitle}
      </h3>
      <Alert type="warning" showIcon title={words.recoveryAbout} />
      <ul>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="form-buttons">
        <Button onClick={() => void copy()}>{words.copy}</Button>
        <Button onClick={save}>{words.saveFile}</Button>
        <span role="status">{copied}</span>
      </div>
      <Checkbox checked={kept} onChange={({ target }) => setKept(target.checked)}>
        {words.recoveryKept}
      </Checkbox>
      <Button type="primary" block disabled={!kept} onClick={done}>
        {words.finished}
      </Button>
    </div>
  )
}
