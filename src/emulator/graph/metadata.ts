import { entityKinds, typeOf } from './entities.ts'

/**
 * `/$metadata`, which Graph gives without a token: the types that the emulator plays, and no others. Source: OData
 * 4.01 CSDL XML.
 */
export function metadata(): Response {
  const types = entityKinds.map(kind => {
    const properties = [...kind.default, ...kind.more].map(
      name => `<Property Name="${name}" Type="${typeOf(kind, name)}"/>`,
    )
    return `<EntityType Name="${kind.type.replace('microsoft.graph.', '')}"><Key><PropertyRef Name="id"/></Key>${properties.join('')}</EntityType>`
  })
  const sets = entityKinds
    .filter(({ set }) => /^\w+$/.test(set))
    .map(({ set, type }) => `<EntitySet Name="${set}" EntityType="${type}"/>`)
  const schema = `<Schema Namespace="microsoft.graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">${types.join('')}<EntityContainer Name="GraphService">${sets.join('')}</EntityContainer></Schema>`
  return new Response(
    `<?xml version="1.0" encoding="utf-8"?><edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>${schema}</edmx:DataServices></edmx:Edmx>`,
    { headers: { 'content-type': 'application/xml', 'odata-version': '4.0' } },
  )
}
