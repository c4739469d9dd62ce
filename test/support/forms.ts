/** A refusal, before it is written down in some form. */
export interface Failure {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly code: string
  readonly message: string
}

const id = '8c1d0a6e-0000-4000-8000-000000000001'
const base = 'https://graph.microsoft.com/v1.0'
const phrases: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
}

export function bodyOf({ code, message }: Failure): string {
  return JSON.stringify({ error: { code, message, innerError: { 'request-id': id } } })
}

const urlOf = ({ path }: Failure): string => `${base}${path}`
const phraseOf = ({ status }: Failure): string => phrases[status] ?? ''

/** The same refusal as programs and tools write it, each with what it was asked for. */
export const forms: Readonly<Record<string, (failure: Failure) => string>> = {
  'a body': failure =>
    `${failure.method} ${urlOf(failure)}\n${failure.status} ${phraseOf(failure)}\n${bodyOf(failure)}`,
  'curl -v': failure =>
    [
      '* Connected to graph.microsoft.com (127.0.0.1) port 443',
      `> ${failure.method} /v1.0${failure.path} HTTP/2`,
      '> Host: graph.microsoft.com\n> Accept: */*\n>',
      `< HTTP/2 ${failure.status}\n< content-type: application/json\n< request-id: ${id}\n<`,
      bodyOf(failure),
    ].join('\n'),
  'an archive of HTTP': failure =>
    JSON.stringify({
      log: {
        entries: [
          {
            request: { method: failure.method, url: urlOf(failure), headers: [] },
            response: { status: failure.status, content: { text: bodyOf(failure) } },
          },
        ],
      },
    }),
  JavaScript: failure =>
    `${failure.method} ${urlOf(failure)}\nGraphError: ${failure.message}\n    at Function.<anonymous> (GraphErrorHandler.js:55:30) {\n  statusCode: ${failure.status},\n  code: '${failure.code}',\n  requestId: '${id}',\n  body: '${JSON.stringify({ code: failure.code, message: failure.message }).replaceAll("'", "\\'")}'\n}`,
  Python: failure =>
    `requesting ${failure.method} ${urlOf(failure)}\nmsgraph.generated.models.o_data_errors.o_data_error.ODataError:\n        APIError\n        Code: ${failure.status}\n        message: None\n        error: MainError(additional_data={}, code='${failure.code}', details=None, inner_error=InnerError(request_id='${id}'), message=${JSON.stringify(failure.message)}, target=None)`,
  '.NET': failure =>
    `${failure.method} ${urlOf(failure)}\nStatus Code: ${phraseOf(failure).replaceAll(' ', '')} (${failure.status})\nMicrosoft.Graph.ServiceException: Code: ${failure.code}\nMessage: ${failure.message}\nInner error:\n\tAdditionalData:\n\trequest-id: ${id}\nClientRequestId: ${id}\n\n   at Microsoft.Graph.HttpProvider.SendAsync`,
  Java: failure =>
    `com.microsoft.graph.http.GraphServiceException: Error code: ${failure.code}\nError message: ${failure.message}\n\n${failure.method} ${urlOf(failure)}\nSdkVersion : graph-java/v5\n\n${failure.status} : ${phraseOf(failure)}`,
  Go: failure =>
    `2026/11/22 19:31:07 ${failure.method} ${urlOf(failure)}: unexpected status ${failure.status} (${failure.status} ${phraseOf(failure)}) with OData error: ${failure.code}: ${failure.message}`,
  PowerShell: failure =>
    `${failure.method} ${urlOf(failure)}\nInvoke-MgGraphRequest: ${failure.message}\n\nStatus: ${failure.status} (${phraseOf(failure)})\nErrorCode: ${failure.code}\nDate: 2026-11-22T19:31:07\n\nHeaders:\nTransfer-Encoding             : chunked\nrequest-id                    : ${id}`,
  'a row of activity': failure =>
    `${JSON.stringify({ TimeGenerated: '2026-11-22T19:31:07Z', RequestMethod: failure.method, RequestUri: urlOf(failure), ResponseStatusCode: failure.status, RequestId: id })}\n${bodyOf(failure)}`,
}
