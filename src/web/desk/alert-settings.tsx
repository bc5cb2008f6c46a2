/** Switches the desk's sound and the browser's notifications on and off, for this browser. */

import { Checkbox } from 'antd'
import { useState } from 'react'
import { prefer, usePreferences } from '../staff/use-preferences.ts'
import { useWords } from './desk-context.ts'
import { askPermission, type Permission } from './notifications.ts'

export function AlertSettings() {
  const { words } = useWords()
  const { sound, notify } = usePreferences()
  const [answer, setAnswer] = useState<Permission>()
  const setNotify = async (wanted: boolean) => {
    if (!wanted) return prefer({ notify: false })
    const permission = await askPermission()
    setAnswer(permission)
    prefer({ notify: permission === 'granted' })
  }
  return (
    <section className="alert-settings">
      <h3>{words.newsTitle}</h3>
      <Checkbox checked={sound} onChange={(event) => prefer({ sound: event.target.checked })}>
        {words.newsSound}
      </Checkbox>
      <Checkbox checked={notify} onChange={(event) => void setNotify(event.target.checked)}>
        {words.newsNotify}
      </Checkbox>
      <p className="note">{words.newsNotifyHint}</p>
      <p className="field-problem" role="status">
        {answer === 'denied' && words.newsRefused}
        {answer === 'missing' && words.newsMissing}
      </p>
    </section>
  )
}
