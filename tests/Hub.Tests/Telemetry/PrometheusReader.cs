using System.Globalization;

namespace Hub.Tests.Telemetry;

/// <summary>A line with a number.</summary>
internal sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);

/// <summary>A family: what HELP and TYPE say, and its lines.</summary>
internal sealed record Family(string Name, string Help, string Type, List<Sample> Samples);

/// <summary>A strict reader of Prometheus' text format 0.0.4: whatever the format does not allow is an exception with the line.</summary>
internal static class PrometheusReader
{
    private static readonly string[] Types = ["counter", "gauge", "histogram"];

    public static IReadOnlyDictionary<string, Family> Read(string text)
    {
        text.ShouldEndWith("\n");
        text.ShouldNotContain("\r");
        var families = new Dictionary<string, Family>(StringComparer.Ordinal);
        Family? family = null;
        string? help = null;
        foreach (var line in text[..^1].Split('\n'))
        {
            try
            {
                if (line.StartsWith("# HELP ", StringComparison.Ordinal))
                {
                    help.ShouldBeNull();
                    help = line["# HELP ".Length..];
                }
                else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
                {
                    var words = line.Split(' ');
                    words.Length.ShouldBe(4);
                    help!.Split(' ')[0].ShouldBe(words[2]);
                    Types.ShouldContain(words[3]);
                    if (words[3] == "counter") words[2].ShouldEndWith("_total");
                    family = new(CheckName(words[2]), Unescape(help[(words[2].Length + 1)..], inLabel: false), words[3], []);
                    families.Add(family.Name, family);
                    help = null;
                }
                else
                {
                    line.ShouldNotStartWith("#");
                    var sample = ReadSample(line);
                    string[] names = family!.Type == "histogram" ? [$"{family.Name}_bucket", $"{family.Name}_sum", $"{family.Name}_count"] : [family.Name];
                    names.ShouldContain(sample.Name);
                    family.Samples.ShouldNotContain(other => other.Name == sample.Name && Same(other.Labels, sample.Labels));
                    family.Samples.Add(sample);
                }
            }
            catch (Exception e) when (e is not FormatException)
            {
                throw new FormatException($"{line}\n{e.Message}", e);
            }
        }

        foreach (var histogram in families.Values.Where(one => one.Type == "histogram")) CheckHistogram(histogram);
        return families;
    }

    private static bool Same(IReadOnlyDictionary<string, string> left, IReadOnlyDictionary<string, string> right) => left.Count == right.Count && left.All(pair => right.GetValueOrDefault(pair.Key) == pair.Value);

    private static void CheckHistogram(Family family)
    {
        foreach (var series in family.Samples.Where(sample => sample.Name.EndsWith("_bucket", StringComparison.Ordinal)).GroupBy(sample => string.Join(',', sample.Labels.Where(label => label.Key != "le").Select(label => $"{label.Key}={label.Value}"))))
        {
            var counts = series.Select(sample => sample.Value).ToList();
            counts.ShouldBe(counts.Order());
            var limits = series.Select(sample => sample.Labels["le"] == "+Inf" ? double.PositiveInfinity : double.Parse(sample.Labels["le"], CultureInfo.InvariantCulture)).ToList();
            limits.ShouldBe(limits.Order());
            limits[^1].ShouldBe(double.PositiveInfinity);
            family.Samples.Single(sample => sample.Name.EndsWith("_count", StringComparison.Ordinal) && string.Join(',', sample.Labels.Select(label => $"{label.Key}={label.Value}")) == series.Key).Value.ShouldBe(counts[^1]);
        }
    }

    private static Sample ReadSample(string line)
    {
        var nameEnd = line.IndexOfAny(['{', ' ']);
        var name = CheckName(line[..nameEnd]);
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var at = nameEnd;
        if (line[at] == '{')
        {
            do
            {
                at++;
                var equals = line.IndexOf('=', at);
                var label = CheckName(line[at..equals]);
                line[equals + 1].ShouldBe('"');
                var end = equals + 2;
                while (line[end] != '"') end += line[end] == '\\' ? 2 : 1;
                labels.Add(label, Unescape(line[(equals + 2)..end], inLabel: true));
                at = end + 1;
            }
            while (line[at] == ',');
            line[at++].ShouldBe('}');
        }

        line[at].ShouldBe(' ');
        var number = line[(at + 1)..];
        number.ShouldNotContain(" ");
        return new(name, labels, number switch { "+Inf" => double.PositiveInfinity, "-Inf" => double.NegativeInfinity, _ => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture) });
    }

    private static string CheckName(string name)
    {
        name.ShouldNotBeEmpty();
        name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or ':').ShouldBeTrue(name);
        char.IsAsciiDigit(name[0]).ShouldBeFalse(name);
        return name;
    }

    private static string Unescape(string text, bool inLabel)
    {
        var plain = new System.Text.StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                plain.Append(text[i]);
                continue;
            }

            i++;
            plain.Append(text[i] switch { 'n' => '\n', '\\' => '\\', '"' when inLabel => '"', _ => throw new FormatException($"\\{text[i]} is no escape") });
        }

        return plain.ToString();
    }
}
