import { expect, test } from 'vitest'
import { explained as explainPaste } from '../../support/explained.ts'
import { index } from '../committed-index.ts'

const refusal =
  'Insufficient privileges to complete the operation.\nStatus: 403 (Forbidden)\nErrorCode: Authorization_RequestDenied\n'

test.each([
  'Get-MgUserMessage : ',
  'Get-MgUserMessage_List: ',
  "PS> Get-MgUserMessage -UserId 'a@b.example'\n",
])('a cmdlet is what was called: %j', start => {
  const [explained] = explainPaste(`${start}${refusal}`, index)
  expect(explained?.evidence).toContainEqual(
    expect.objectContaining({ name: 'operation', actual: 'Get-MgUserMessage' }),
  )
  expect(explained?.evidence).toContainEqual(
    expect.objectContaining({ name: 'needs', actual: expect.stringMatching(/^by its form one of .*Mail\./) }),
  )
  expect(JSON.stringify(explained?.fix)).toContain('why403 permissions Get-MgUserMessage')
})

test('an address tells more than a cmdlet does', () => {
  const [explained] = explainPaste(
    `Get-MgUserMessage\nGET https://graph.microsoft.com/v1.0/users/a/messages\n${refusal}`,
    index,
  )
  expect(explained?.evidence[0]?.actual).toContain('/users/a/messages')
})
