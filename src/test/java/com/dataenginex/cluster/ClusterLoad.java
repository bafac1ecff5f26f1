package com.dataenginex.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.LoadClients;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Clients that keep connections, clients that make one for each request, and readers of streams, all at one address. */
final class ClusterLoad implements AutoCloseable {
    private static final int CLIENTS = 3;
    private static final int READERS = 6;
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final List<String> PATHS = List.of("/", "/openapi.yaml");

    private final Counts kept = new Counts();
    private final Counts single = new Counts();
    private final List<LoadClients> clients = new ArrayList<>();
    private final List<StreamReader> readers = new ArrayList<>();

    ClusterLoad(InetSocketAddress server) {
        clients.add(new LoadClients(server, "", PATHS, kept).start(CLIENTS));
        clients.add(new LoadClients(server, "Connection: close\r\n", PATHS, single).start(CLIENTS));
        for (int i = 0; i < READERS; i++) {
            readers.add(new StreamReader(server));
        }
    }

    /** Goes on for so long. */
    ClusterLoad forSeconds(int seconds) {
        long sent = sent();
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        KubernetesNode.await().until(() -> System.nanoTime() > end && sent() > sent);
        return this;
    }

    /** Ends it; prints and returns what came of it. */
    Result end(String what) {
        close();
        Result result = new Result(kept, single, readers);
        System.out.println("MEASURED: " + what + ": " + result);
        return result;
    }

    long sent() {
        return kept.sent() + single.sent();
    }

    long failed() {
        return kept.failed() + single.failed();
    }

    @Override
    public void close() {
        readers.forEach(StreamReader::stop);
        clients.forEach(LoadClients::stop);
        readers.forEach(StreamReader::join);
    }

    /** Answers by status; 0 is none, which a client sees as a connection refused or closed. */
    static final class Counts implements LoadClients.Answers {
        private final Map<Integer, LongAdder> byStatus = new ConcurrentSkipListMap<>();

        @Override
        public Duration answered(String path, int status, long nanos) {
            byStatus.computeIfAbsent(status, any -> new LongAdder()).increment();
            // One that is refused at once would else ask as fast as it can.
            return status == 200 ? PAUSE : PAUSE.multipliedBy(4);
        }

        long sent() {
            return byStatus.values().stream().mapToLong(LongAdder::sum).sum();
        }

        long answered() {
            return sent() - count(0);
        }

        long failed() {
            return sent() - count(200);
        }

        private long count(int status) {
            return byStatus.getOrDefault(status, new LongAdder()).sum();
        }

        @Override
        public String toString() {
            return "%,d sent, %,d answered, %,d failed".formatted(sent(), answered(), failed())
                    + (failed() == 0 ? "" : " " + byStatus);
        }
    }

    /** What clients saw. */
    record Result(Counts kept, Counts single, List<StreamReader> readers) {
        long failed() {
            return kept.failed() + single.failed();
        }

        long sent() {
            return kept.sent() + single.sent();
        }

        private long sum(java.util.function.ToLongFunction<StreamReader> figure) {
            return readers.stream().mapToLong(figure).sum();
        }

        long goodbyes() {
            return sum(StreamReader::goodbyes);
        }

        /** Streams that ended without the server's saying so. */
        long cut() {
            return sum(StreamReader::cut);
        }

        /** No request failed, and every stream ended in order and went on without a gap. */
        void nothingFailed() {
            assertThat(failed()).as(toString()).isZero();
            assertThat(sent()).isGreaterThan(500);
            assertThat(cut()).as(toString()).isZero();
            withoutGap();
        }

        void withoutGap() {
            assertThat(readers).allSatisfy(reader -> assertThat(reader.problems()).isEmpty());
        }

        @Override
        public String toString() {
            return "kept connections: %s; one each: %s; streams: %,d events, %d complete, %d goodbyes, %d cut, %d tries more, %d with a gap"
                    .formatted(kept, single, sum(StreamReader::events), sum(StreamReader::complete), goodbyes(), cut(),
                            sum(StreamReader::refused), sum(reader -> reader.problems().size()));
        }
    }
}
