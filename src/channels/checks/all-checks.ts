/** All checks of an installation, in the order they are told. */

import type { Check } from './check.ts'
import { clockChecks } from './clock-checks.ts'
import { codeChecks } from './code-checks.ts'
import { contentChecks } from './content-checks.ts'
import { deliveryChecks } from './delivery-checks.ts'
import type { Installation } from './installation.ts'
import { settingsChecks } from './settings-checks.ts'
import { storageChecks } from './storage-checks.ts'
import { systemsChecks } from './systems-checks.ts'
import { teamsChecks } from './teams-checks.ts'
import { websiteChecks } from './website-checks.ts'
import { wechatChecks } from './wechat-checks.ts'

/** What is checked of an installation; groups stand together. */
export function allChecks(installation: Installation): Check[] {
  const parts = [
    settingsChecks,
    storageChecks,
    contentChecks,
    websiteChecks,
    clockChecks,
    teamsChecks,
    wechatChecks,
    codeChecks,
    systemsChecks,
    deliveryChecks,
  ]
  return parts.flatMap((checksOf) => checksOf(installation))
}
