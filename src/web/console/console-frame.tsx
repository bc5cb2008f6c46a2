/** The console of somebody who is signed in: bar on top, navigation, and the page that is open. */

import { CustomerServiceOutlined, LockOutlined, MenuOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { Dialog } from '../staff/dialog.tsx'
import { errorWords } from '../staff/error-words.ts'
import type { KeyPress } from '../staff/key-press.ts'
import { ProblemBanner } from '../staff/problem-banner.tsx'
import { ShortcutDialog } from '../staff/shortcut-dialog.tsx'
import { TopBar } from '../staff/top-bar.tsx'
import { useKeyCommands } from '../staff/use-key-commands.ts'
import { useMedia } from '../staff/use-preferences.ts'
import { useConsole, useWords } from './console-context.ts'
import { type Command, commandOf } from './keys.ts'
import { Navigation } from './navigation.tsx'
import { hrefOf, placeAt } from './route.ts'
import { sectionsFor } from './sections.tsx'
import { useHash } from './use-route.ts'

/** Room for the navigation beside the page; console.css has the same. */
const BESIDE = '(min-width: 900px)'

export function ConsoleFrame({ signOut }: { signOut(): Promise<void> }) {
  const { words } = useWords()
  const { account } = useConsole()
  const hash = useHash()
  const beside = useMedia(BESIDE)
  const [open, setOpen] = useState<'none' | 'menu' | 'shortcuts'>('none')
  const [problem, setProblem] = useState<unknown>()
  const main = useRef<HTMLElement>(null)
  const sections = sectionsFor(account.permissions)
  const section = placeAt(hash, sections)
  const before = useRef(section)

  useEffect(() => {
    document.title = section ? `${words[section.title]} · ${words.product}` : words.product
  }, [section, words])
  useEffect(() => {
    setOpen('none')
    if (before.current === section) return
    before.current = section
    main.current?.focus()
    main.current?.scrollTo(0, 0)
  }, [section])
  useKeyCommands(keyCommandOf, (command) => {
    if (command.is === 'shortcuts') return setOpen('shortcuts')
    const target = sections[command.page]
    if (target) location.hash = hrefOf(target)
  })

  const navigation = <Navigation sections={sections} open={section} />
  return (
    <div className="console">
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        {words.skip}
      </button>
      <TopBar
        product={words.product}
        account={account}
        signOut={signOut}
        showShortcuts={() => setOpen('shortcuts')}
        failed={setProblem}
        before={
          !beside &&
          sections.length > 0 && (
            <Button
              type="text"
              icon={<MenuOutlined aria-hidden />}
              aria-label={words.menu}
              aria-haspopup="dialog"
              onClick={() => setOpen('menu')}
            />
          )
        }
      >
        <Button
          type="text"
          href="desk"
          icon={<CustomerServiceOutlined aria-hidden />}
          aria-label={words.toDesk}
        >
          <span className="wide">{words.toDesk}</span>
        </Button>
      </TopBar>
      <ProblemBanner
        problem={problem === undefined ? undefined : errorWords(problem, words)}
        dismiss={() => setProblem(undefined)}
      />
      <div className={beside && section ? 'console-body beside' : 'console-body'}>
        {beside && section && navigation}
        <main ref={main} tabIndex={-1} aria-label={section ? words[section.title] : words.product}>
          {section ? <section.Page key={section.path} /> : <NotForRole />}
        </main>
      </div>
      {open === 'menu' && (
        <Dialog kind="menu" title={words.menu} close={() => setOpen('none')}>
          {navigation}
        </Dialog>
      )}
      {open === 'shortcuts' && (
        <ShortcutDialog
          shortcuts={sections.length > 0 ? [[[`1–${Math.min(sections.length, 9)}`], words.keyPages]] : []}
          close={() => setOpen('none')}
        />
      )}
    </div>
  )
}

/** A choice of one of several is no text: digits work on it. */
function keyCommandOf(press: KeyPress, target: Element | undefined): Command | undefined {
  const isChoice = target?.closest('input[type="radio"]') != null
  return commandOf({ ...press, inText: press.inText && !isChoice })
}

/** For those whose role has nothing to do here. */
function NotForRole() {
  const { words } = useWords()
  return (
    <div className="not-for-role">
      <LockOutlined aria-hidden />
      <h2>{words.notForRole}</h2>
      <p>{words.notForRoleMore}</p>
      <Button type="primary" href="desk">
        {words.toDesk}
      </Button>
    </div>
  )
}
