package com.dataenginex.readers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One scrape, in Prometheus' text format or in OpenMetrics: {@code name{label="value"} 1 # {trace_id="…"} 0.1}. */
public final class Samples {
    private final Map<String, List<MetricSample>> byName = new LinkedHashMap<>();

    private Samples() {
    }

    /** @throws IllegalArgumentException for a line that is neither a comment nor a sample */
    public static Samples parse(String text) {
        Samples samples = new Samples();
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).map(line -> new Line(line).sample())
                .forEach(sample -> samples.byName.computeIfAbsent(sample.name(), name -> new ArrayList<>())
                        .add(sample));
        return samples;
    }

    /** All series of that name; with labels, given as name, value, name, value, those that have them. */
    public List<MetricSample> all(String name, String... labels) {
        return byName.getOrDefault(name, List.of()).stream().filter(sample -> sample.matches(labels)).toList();
    }

    /** Sum of the series of that name that have these labels; 0 if there is none. */
    public double sum(String name, String... labels) {
        return all(name, labels).stream().mapToDouble(MetricSample::value).sum();
    }

    public boolean has(String name, String... labels) {
        return !all(name, labels).isEmpty();
    }

    public int series() {
        return byName.values().stream().mapToInt(List::size).sum();
    }

    static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** Reads one line from left to right. */
    private static final class Line {
        private final String line;
        private int at;

        Line(String line) {
            this.line = line;
        }

        MetricSample sample() {
            String name = word("{ \t");
            Map<String, String> labels = peek() == '{' ? labels() : Map.of();
            skipSpace();
            double value = number(word(" \t"));
            int mark = line.indexOf(" # {", at);
            Map<String, String> exemplar = Map.of();
            if (mark >= 0) {
                at = mark + 3;
                exemplar = labels();
            }
            return new MetricSample(name, labels, value, exemplar);
        }

        private Map<String, String> labels() {
            Map<String, String> labels = new LinkedHashMap<>();
            at++;
            while (peek() != '}') {
                skipSpace();
                String label = word("=");
                expect('=');
                expect('"');
                labels.put(label, quoted());
                if (peek() == ',') {
                    at++;
                }
                skipSpace();
            }
            at++;
            return Map.copyOf(labels);
        }

        private String quoted() {
            StringBuilder value = new StringBuilder();
            while (peek() != '"') {
                char c = line.charAt(at++);
                if (c == '\\') {
                    char escaped = peek();
                    at++;
                    value.append(escaped == 'n' ? '\n' : escaped);
                } else {
                    value.append(c);
                }
            }
            at++;
            return value.toString();
        }

        private String word(String ends) {
            int begin = at;
            while (at < line.length() && ends.indexOf(line.charAt(at)) < 0) {
                at++;
            }
            if (at == begin) {
                throw wrong();
            }
            return line.substring(begin, at);
        }

        private void skipSpace() {
            while (at < line.length() && line.charAt(at) <= ' ') {
                at++;
            }
        }

        private char peek() {
            if (at >= line.length()) {
                throw wrong();
            }
            return line.charAt(at);
        }

        private void expect(char wanted) {
            if (peek() != wanted) {
                throw wrong();
            }
            at++;
        }

        private IllegalArgumentException wrong() {
            return new IllegalArgumentException("not a sample: " + line);
        }
    }
}
