package com.dataenginex.support;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One answer of {@code /metrics}, in the text format. */
public final class Scrape {
    private static final Pattern SAMPLE = Pattern
            .compile("(?<name>[a-z_:][\\w:]*)(?:\\{(?<labels>.*)})? (?<value>\\S+)( # .*)?");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final String text;

    public Scrape(String text) {
        this.text = text;
    }

    public static Scrape of(TestApplication app) {
        return new Scrape(app.get("/metrics").body());
    }

    /** Sum of the samples of that name whose labels include all of {@code name="value"}. */
    public double sum(String name, String... labels) {
        return samples(name).stream().filter(line -> Set.of(labels).stream().allMatch(line::contains))
                .mapToDouble(Scrape::value).sum();
    }

    public boolean has(String name, String... labels) {
        return samples(name).stream().anyMatch(line -> Set.of(labels).stream().allMatch(line::contains));
    }

    public List<String> samples(String name) {
        return text.lines().filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{")).toList();
    }

    public Set<String> labels(String name) {
        return samples(name).stream().flatMap(line -> LABEL.matcher(line).results().map(label -> label.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    public Set<String> names() {
        return text.lines().filter(line -> !line.startsWith("#")).map(SAMPLE::matcher).filter(Matcher::matches)
                .map(sample -> sample.group("name")).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names of the labels by family, without {@code le}; a family without series has none. */
    public Map<String, Set<String>> labelsByFamily() {
        Map<String, Set<String>> families = new TreeMap<>();
        Matcher types = Pattern.compile("(?m)^# TYPE (\\w+) (\\w+)$").matcher(text);
        while (types.find()) {
            String sample = types.group(2).equals("histogram") ? types.group(1) + "_count" : types.group(1);
            families.put(types.group(1), names().contains(sample) ? labels(sample) : Set.of());
        }
        return families;
    }

    public long series() {
        return text.lines().filter(line -> !line.startsWith("#")).count();
    }

    public String text() {
        return text;
    }

    private static double value(String line) {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            throw new AssertionError("no sample: " + line);
        }
        return Double.parseDouble(sample.group("value"));
    }
}
