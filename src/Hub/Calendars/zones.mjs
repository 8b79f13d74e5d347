// Writes zones.tsv from zone.tab of the IANA time zone database, which is in the public domain:
//   node zones.mjs /usr/share/zoneinfo/zone.tab > zones.tsv
import { readFileSync } from "node:fs";

// Zones of one country whose clocks agree throughout these years are one.
const [first, last] = [2026, 2036];
const clock = zone => {
    const format = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" });
    const offsets = [];
    for (let day = Date.UTC(first, 0, 1); day < Date.UTC(last, 0, 1); day += 7 * 86400000) offsets.push(format.formatToParts(day).find(part => part.type === "timeZoneName").value);
    return offsets.join();
};

const countries = new Map();
for (const line of readFileSync(process.argv[2], "utf8").split("\n").filter(line => line && !line.startsWith("#"))) {
    const [country, , zone] = line.split("\t");
    const zones = countries.get(country) ?? new Map();
    countries.set(country, zones);
    if (!zones.has(clock(zone))) zones.set(clock(zone), zone);
}

console.log("# Time zones by country: data of the IANA time zone database (public domain); of zones whose clocks agree from 2026 on, the first.");
console.log("iso2\tzones");
for (const [country, zones] of [...countries].sort(([a], [b]) => (a < b ? -1 : 1))) console.log(`${country}\t${[...zones.values()].join(" ")}`);
