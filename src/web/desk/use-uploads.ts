/** Sends files to the customer, and keeps those that were not taken. */

import { useState } from 'react'
import { newClientId } from '../widget/activities.ts'
import { useDesk, useWords } from './desk-context.ts'
import { errorWords } from './error-words.ts'

/** A file on its way. */
export interface Upload {
  readonly id: number
  /** The same for every try, so that it is sent once. */
  readonly clientId: string
  readonly file: File
  /** Why it was not sent, in words; undefined while it is on its way. */
  readonly problem: string | undefined
}

export interface Uploads {
  readonly items: readonly Upload[]
  send(files: readonly File[]): void
  retry(upload: Upload): void
  dismiss(upload: Upload): void
}

let newest = 0

/** @param sent hears of each file that was taken */
export function useUploads(id: string, sent: (file: File) => void): Uploads {
  const { work } = useDesk()
  const { words } = useWords()
  const [items, setItems] = useState<readonly Upload[]>([])
  const drop = (gone: number) => setItems((before) => before.filter((one) => one.id !== gone))
  const start = async (upload: Upload) => {
    setItems((before) => [...before.filter((one) => one.id !== upload.id), { ...upload, problem: undefined }])
    try {
      await work.sendFile(id, upload.file, upload.clientId)
    } catch (error) {
      const problem = errorWords(error, words)
      setItems((before) => before.map((one) => (one.id === upload.id ? { ...one, problem } : one)))
      return
    }
    drop(upload.id)
    sent(upload.file)
  }
  return {
    items,
    send: (files) => {
      // One after the other: they arrive in the order in which they were chosen.
      const uploads = files.map((file) => ({
        id: ++newest,
        clientId: newClientId(),
        file,
        problem: undefined,
      }))
      void uploads.reduce((before, upload) => before.then(() => start(upload)), Promise.resolve())
    },
    retry: (upload) => void start(upload),
    dismiss: ({ id: gone }) => drop(gone),
  }
}
