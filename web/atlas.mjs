// Writes src/lib/centres.ts: where the circle of a country stands, the middle of its largest part, from the outlines of
// world-atlas (Natural Earth, 1:50m, which has the small states that the map's 1:110m outlines lack). Run by hand: node atlas.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { geoArea, geoCentroid } from 'd3-geo';
import { feature } from 'topojson-client';

const world = JSON.parse(readFileSync(new URL('node_modules/world-atlas/countries-50m.json', import.meta.url)));
const rows = new Map();
for (const f of feature(world, world.objects.countries).features) {
  const id = f.id ?? (f.properties.name === 'Kosovo' ? '983' : null);
  if (!id) continue;
  const parts = f.geometry.type === 'Polygon' ? [f.geometry.coordinates] : f.geometry.coordinates;
  const polygons = parts.map((coordinates) => ({ type: 'Polygon', coordinates }));
  const largest = polygons.reduce((a, b) => (geoArea(b) > geoArea(a) ? b : a));
  const [lon, lat] = geoCentroid(largest);
  const area = geoArea(largest);
  if ((rows.get(id)?.area ?? 0) < area) rows.set(id, { area, row: `${id}:${lon.toFixed(1)},${lat.toFixed(1)}` });
}
const words = [...rows.values()].map((r) => r.row).sort();
const lines = [];
for (let i = 0; i < words.length; i += 7) lines.push(words.slice(i, i + 7).join(' '));
writeFileSync(
  new URL('src/lib/centres.ts', import.meta.url),
  `// Made by atlas.mjs from world-atlas (Natural Earth, public domain): ISO number:longitude,latitude.
const TABLE = \`
${lines.join('\n')}\`;

const centres = new Map<string, [number, number]>(
  TABLE.trim()
    .split(/\\s+/)
    .map((w) => {
      const [id, at] = w.split(':');
      const [lon, lat] = at!.split(',').map(Number);
      return [id!, [lon!, lat!]];
    }),
);

export const centreOf = (number: string): [number, number] | undefined => centres.get(number);
`,
);
