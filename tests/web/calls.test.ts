import { describe, expect, it } from 'vitest'
import type { SessionAnswer } from '../../src/console/desk-types.ts'
import { type ApiError, createCalls } from '../../src/web/staff/calls.ts'

const signedIn: SessionAnswer = {
  csrf: 'token',
  account: { name: 'mei' },
} as SessionAnswer // of an account the calls read the name alone

/** Calls that are answered by hand; `asked` lists them in the order in which they left. */
function page() {
  const asked: string[] = []
  const open = new Map<string, (status: number) => void>()
  const calls = createCalls({
    base: 'http://desk.test/',
    onSignedOut: () => asked.push('out'),
    fetch: (url, { method }) => {
      const name = `${method} ${new URL(url).pathname}`
      asked.push(name)
      return new Promise((resolve) => {
        open.set(name, (status) => {
          const body = status === 204 ? null : JSON.stringify(status === 200 ? signedIn : {})
          resolve(new Response(body, { status }))
        })
      })
    },
  })
  const answer = async (name: string, status: number) => {
    await expect.poll(() => open.has(name)).toBe(true)
    open.get(name)?.(status)
    open.delete(name)
  }
  return { calls, asked, answer }
}

describe('signing out', () => {
  it('waits for what is on its way, and asks for nothing in between', async () => {
    const { calls, asked, answer } = page()
    const reading = calls.get('api/desk/queue')
    const leaving = calls.signOut()
    const late = calls.post('api/desk/presence').catch((error: ApiError) => error.code)
    expect(await late).toBe('signed_out')
    expect(asked).toEqual(['GET /api/desk/queue'])
    await answer('GET /api/desk/queue', 200)
    await reading
    await answer('DELETE /api/session', 204)
    await leaving
    expect(asked).toEqual(['GET /api/desk/queue', 'DELETE /api/session'])
    await expect(calls.get('api/desk/queue')).rejects.toMatchObject({ code: 'signed_out' })
  })

  it('lets everything go on where it fails, and after signing in again', async () => {
    const { calls, asked, answer } = page()
    const leaving = calls.signOut()
    await answer('DELETE /api/session', 500)
    await expect(leaving).rejects.toMatchObject({ status: 500 })
    const reading = calls.get('api/desk/queue')
    await answer('GET /api/desk/queue', 200)
    await reading
    const gone = calls.signOut()
    await answer('DELETE /api/session', 401)
    await gone
    const back = calls.signIn('mei', 'secret')
    await answer('POST /api/session', 200)
    await back
    const again = calls.get('api/desk/queue')
    await answer('GET /api/desk/queue', 200)
    await again
    expect(asked).not.toContain('out')
  })
})
