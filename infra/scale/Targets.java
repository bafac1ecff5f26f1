import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Serves one real scrape as that of many instances, whose counters move: each grows by its own value every minute, faster for one
 * instance than for another, and in OpenMetrics each exemplar is a new one. What Prometheus needs to find them is at {@code /targets} (HTTP service discovery).
 *
 * <pre>java infra/scale/Targets.java SCRAPE INSTANCES PORT</pre>
 */
public final class Targets {
    /** A line up to its value, the value, NaN for one that does not move, and that of its exemplar, NaN if it has none. */
    private record Sample(String before, double value, double exemplar, String text) {
    }

    private static final Pattern EXEMPLAR = Pattern.compile(" # \\{.*} (\\S+)( \\S+)?$");

    private final List<Sample> samples;
    private final int instances;
    private final int port;
    private final long start = System.nanoTime();

    private Targets(Path scrape, int instances, int port) throws IOException {
        this.samples = read(Files.readAllLines(scrape));
        this.instances = instances;
        this.port = port;
    }

    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            System.err.println("usage: java Targets.java SCRAPE INSTANCES PORT");
            System.exit(64);
        }
        Targets targets = new Targets(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", targets.port), 100);
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.createContext("/targets", exchange -> send(exchange, "application/json", targets.discovery()));
        server.createContext("/metrics/", exchange -> send(exchange, targets.type(),
                targets.scrape(Integer.parseInt(exchange.getRequestURI().getPath().substring("/metrics/".length())))));
        server.start();
        System.out.println(targets.instances + " instances of "
                + targets.samples.stream().filter(one -> one.before() != null).count() + " series at http://127.0.0.1:"
                + targets.port + "/targets");
    }

    private static List<Sample> read(List<String> lines) {
        Map<String, String> types = new HashMap<>();
        List<Sample> samples = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("# TYPE ")) {
                String[] words = line.split(" ");
                types.put(words[2], words[3]);
            }
            Matcher exemplar = EXEMPLAR.matcher(line);
            String sample = exemplar.find() ? line.substring(0, exemplar.start()) : line;
            int space = sample.lastIndexOf(' ');
            if (line.startsWith("#") || space < 0) {
                samples.add(new Sample(null, Double.NaN, Double.NaN, line));
            } else {
                String name = line.split("[{ ]", 2)[0];
                String family = types.containsKey(name) ? name : name.replaceFirst("_(bucket|sum|count|total)$", "");
                boolean moves = List.of("counter", "histogram").contains(types.getOrDefault(family, ""));
                samples.add(new Sample(sample.substring(0, space + 1),
                        moves ? Double.parseDouble(sample.substring(space + 1)) : Double.NaN,
                        sample.equals(line) ? Double.NaN : Double.parseDouble(exemplar.group(1)), line));
            }
        }
        return samples;
    }

    private String scrape(int instance) {
        double grown = 1 + (System.nanoTime() - start) / 60e9 * (0.5 + instance % 10 / 10.0);
        StringBuilder text = new StringBuilder(1 << 16);
        for (Sample sample : samples) {
            if (Double.isNaN(sample.value())) {
                text.append(sample.text());
            } else {
                // All buckets of a histogram by the same factor, so that it stays one.
                text.append(sample.before()).append(sample.value() * grown);
                if (!Double.isNaN(sample.exemplar())) {
                    text.append(exemplar(sample.exemplar()));
                }
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** Of a request that nobody made, now. */
    private static String exemplar(double value) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return String.format(Locale.ROOT, " # {span_id=\"%016x\",trace_id=\"%016x%016x\"} %s %.3f", random.nextLong(),
                random.nextLong(), random.nextLong(), value, System.currentTimeMillis() / 1e3);
    }

    private String type() {
        return samples.getLast().text().equals("# EOF") ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                : "text/plain; version=0.0.4";
    }

    private String discovery() {
        return IntStream.range(0, instances)
                .mapToObj(i -> "{\"targets\":[\"127.0.0.1:" + port + "\"],\"labels\":{\"__metrics_path__\":\"/metrics/" + i
                        + "\",\"instance\":\"10.0." + i / 250 + "." + i % 250
                        + ":8000\",\"app\":\"dataenginex\",\"environment\":\"prod\"}}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static void send(HttpExchange exchange, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
