// @azure/identity with the Graph client, as a program has them that runs behind a proxy: Node's own fetch takes none
// from the environment before 22.21, so undici's agent does.
import { DefaultAzureCredential } from '@azure/identity'
import { Client } from '@microsoft/microsoft-graph-client'
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js'
import { EnvHttpProxyAgent, setGlobalDispatcher } from 'undici'

setGlobalDispatcher(new EnvHttpProxyAgent())

const authProvider = new TokenCredentialAuthenticationProvider(new DefaultAzureCredential(), {
  scopes: ['https://graph.microsoft.com/.default'],
})
const client = Client.initWithMiddleware({ authProvider })
try {
  const { value } = await client.api('/users').top(3).get()
  for (const { userPrincipalName } of value) console.log(userPrincipalName)
} catch (error) {
  console.log(`${error.statusCode} ${error.code}`)
  process.exitCode = 1
}
