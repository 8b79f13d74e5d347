// Writes countries.tsv from the metadata of libphonenumber-js, which is that of Google's libphonenumber:
//   npm install --no-save libphonenumber-js@1.13.16 && node countries.mjs > countries.tsv
import { createRequire } from "node:module";

const metadata = createRequire(import.meta.url)("libphonenumber-js/metadata.max.json");

// Where the library keeps what, in the array of one country.
const plan = { callingCode: 0, internationalPrefix: 1, pattern: 2, lengths: 3, nationalPrefix: 5, prefixForParsing: 7, transform: 8, leadingDigits: 10, kinds: 11 };
const mobile = 1;

const columns = "iso2 calling_code rank international_prefix national_pattern lengths national_prefix national_prefix_for_parsing national_prefix_transform leading_digits mobile_pattern other_pattern";
const line = (iso2, rank, country) => {
    const text = part => country[plan[part]] || "";
    const kinds = (country[plan.kinds] || []).map(kind => (kind && kind[0]) || "");
    const others = [...new Set(kinds.filter((pattern, kind) => kind !== mobile && pattern))];
    return [iso2, country[plan.callingCode], rank, text("internationalPrefix"), text("pattern"), country[plan.lengths].join(), text("nationalPrefix"),
        text("prefixForParsing"), text("transform"), text("leadingDigits"), kinds[mobile] || "", others.join("|")].join("\t");
};

console.log("# Numbering plans by country: data of Google's libphonenumber (Apache License 2.0); see NOTICE.md beside this file.");
console.log(columns.replaceAll(" ", "\t"));
for (const [iso2, country] of Object.entries(metadata.countries).sort(([a], [b]) => (a < b ? -1 : 1))) {
    console.log(line(iso2, metadata.country_calling_codes[country[plan.callingCode]].indexOf(iso2), country));
}
for (const service of Object.values(metadata.nonGeographic)) console.log(line("001", 0, service));
