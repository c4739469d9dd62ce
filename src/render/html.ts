import type { Report } from '../core/report/report.ts'
import { besides } from '../core/report/settled.ts'
import { app } from './html/app.ts'
import { comparison, ofCase, several } from './html/beside.ts'
import { chain } from './html/chain.ts'
import { conversation } from './html/conversation.ts'
import { findings } from './html/findings.ts'
import { kinds } from './html/kinds.ts'
import { needs } from './html/needs.ts'
import { content, page } from './html/page.ts'
import type { Markup } from './html/parts/html.ts'
import { reach } from './html/reach.ts'
import { reference } from './html/reference.ts'
import { refusals } from './html/refusals.ts'
import type { Section } from './html/section.ts'
import { token } from './html/token.ts'
import { unread } from './html/unread.ts'
import { withoutPeople } from './people.ts'
import type { Rendering, View } from './rendering.ts'

/**
 * A report as one page to look at and to send: nothing is loaded and no script runs. People are left out unless they are
 * asked for.
 */
export const render: Rendering['render'] = (report, view, options) => {
  const shown = options.personal ? report : withoutPeople(report)
  return page(shown, sectionsOf(shown, view), options.personal)
}

/** The same without head and foot, for a page that shows one report after another. Its styles are `allStyles`. */
export function renderContent(
  report: Report,
  view: View,
  { personal }: { readonly personal: boolean },
): Markup {
  const shown = personal ? report : withoutPeople(report)
  return content(shown, sectionsOf(shown, view))
}

function sectionsOf(report: Report, view: View): Section[] {
  return sectionsFor(report, view).filter(section => section !== null)
}

function sectionsFor(report: Report, view: View): (Section | null)[] {
  switch (view.show) {
    case 'needs':
      return [ofCase(report), ...needs(report, view.scheme)]
    case 'reference':
      return [
        ofCase(report),
        conversation(report),
        chain(report),
        refusals(report),
        ...reference(report),
        findings({ ...report, findings: besides(report) }),
      ]
    case 'road':
    case 'token':
    case 'line':
      return [
        ofCase(report),
        several(report),
        comparison(report),
        conversation(report),
        kinds(report),
        chain(report),
        app(report),
        token(report),
        reach(report),
        refusals(report),
        findings(report),
        unread(report),
      ]
  }
}
