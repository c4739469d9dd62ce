/** Requests that are under way at a time: enough to be quick, too few to be throttled. */
const atOnce = 4

/** Runs a request for each item, a few at a time; the results in the order of the items. */
export async function inTurns<Item, Result>(
  items: readonly Item[],
  run: (item: Item) => Promise<Result>,
  workers = atOnce,
): Promise<Result[]> {
  const results: Result[] = []
  const left = items.entries()
  const worker = async (): Promise<void> => {
    for (const [at, item] of left) results[at] = await run(item)
  }
  await Promise.all(Array.from({ length: workers }, worker))
  return results
}
