/** What nobody thought of when the sample corpus was written, ten questions each. */

import type { Matter } from './curation-loop.ts'

/** By the language of the console that deals with it. */
export const matters: Readonly<Record<'zh' | 'en', Matter>> = {
  zh: {
    id: 'svc.umbrella',
    title: { zh: '借雨伞', en: 'Borrowing an umbrella' },
    answer: {
      zh: '各营业厅都备有雨伞，免押金，三天内归还即可。',
      en: 'Every store lends umbrellas without a deposit; bring yours back within three days.',
    },
    asked: {
      zh: ['可以借雨伞吗', '借雨伞要不要押金', '雨伞借了怎么还', '借一把雨伞多少钱', '雨伞弄丢了要赔吗'],
      en: [
        'can i borrow an umbrella',
        'is there a deposit for borrowing an umbrella',
        'how do i give back the umbrella',
        'how much does it cost to borrow an umbrella',
        'what if i lose the umbrella',
      ],
    },
    again: { zh: '雨伞能不能借我用一下', en: 'could you lend me an umbrella' },
  },
  en: {
    id: 'svc.drone',
    title: { zh: '租无人机', en: 'Renting a drone' },
    answer: {
      zh: '旗舰店出租无人机，每天 80 元，需要出示操控员执照。',
      en: "Our flagship stores rent drones at 80 yuan a day; bring your pilot's licence.",
    },
    asked: {
      zh: ['无人机怎么租', '租无人机一天多少钱', '租无人机需要执照吗', '无人机可以租几天', '想租一台无人机'],
      en: [
        'how can i rent a drone',
        'what does it cost to rent a drone for a day',
        'do i need a licence to rent a drone',
        'how many days can i rent a drone',
        'i would like to rent a drone',
      ],
    },
    again: { zh: '你们出租无人机吗', en: 'are drones for rent' },
  },
}
