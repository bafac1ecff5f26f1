package com.dataenginex.ui;

import com.dataenginex.recorder.Recorder;
import com.dataenginex.recorder.Recording;
import com.dataenginex.recorder.RunningRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/** Where the page finds what it shows; each is bounded, and reading delays no request. */
final class Stores {
    private final String run = String.format("%08x", ThreadLocalRandom.current().nextInt());
    private final Optional<Recorder> recorder;
    private final LogTail tail;
    private final FigureRing ring;
    private final RequestJson requests;
    private final StateJson state;
    private final Set<String> probes;

    /** @param probes templates that are hidden unless all are wanted */
    Stores(Optional<Recorder> recorder, LogTail tail, FigureRing ring, RequestJson requests, StateJson state,
            Set<String> probes) {
        this.recorder = recorder;
        this.tail = tail;
        this.ring = ring;
        this.requests = requests;
        this.state = state;
        this.probes = probes;
    }

    LogTail tail() {
        return tail;
    }

    FigureRing ring() {
        return ring;
    }

    RequestJson requests() {
        return requests;
    }

    StateJson state() {
        return state;
    }

    /** Where everything is now. */
    Position position() {
        return new Position(run, recorder.map(Recorder::lastSequence).orElse(0L), tail.last(), ring.last());
    }

    RequestSearch search(Wanted wanted) {
        return new RequestSearch(wanted.words(), wanted.all() ? Set.of() : probes);
    }

    /** The newest first; a flood of ordinary ones leaves half of the places to those with a reason to be kept. */
    List<Recording> newestRequests(int max, Predicate<Recording> wanted) {
        List<Recording> all = recorder.map(known -> known.newest(Integer.MAX_VALUE, wanted)).orElse(List.of());
        return mostTelling(all.reversed(), max).reversed();
    }

    /**
     * Of more than so many requests the newest of both kinds: half of the places for those with a reason to be kept, if there are as
     * many, the others for ordinary ones.
     *
     * @param seen the oldest first, as the result
     */
    static List<Recording> mostTelling(List<Recording> seen, int most) {
        if (seen.size() <= most) {
            return seen;
        }
        long telling = seen.stream().filter(one -> one.kept() != null).count();
        long tellingLeft = Math.min(telling, Math.max(most / 2, most - (seen.size() - telling)));
        long othersLeft = most - tellingLeft;
        List<Recording> sent = new ArrayList<>(most);
        for (Recording one : seen.reversed()) {
            if (one.kept() != null ? tellingLeft-- > 0 : othersLeft-- > 0) {
                sent.add(one);
            }
        }
        return sent.reversed();
    }

    List<Recording> find(String id) {
        return recorder.map(known -> known.find(id)).orElse(List.of());
    }

    /** All that are held, which the recorder bounds; the oldest first. */
    List<Recording> requestsAfter(long sequence) {
        return recorder.map(known -> known.after(sequence, Integer.MAX_VALUE)).orElse(List.of());
    }

    List<RunningRequest> underWay(RequestSearch wanted) {
        return recorder.map(Recorder::underWay).orElse(List.of()).stream().filter(wanted::test).toList();
    }

    /** How many of the requests after that one are no longer held. */
    long requestsGoneAfter(long sequence) {
        return Math.max(0, recorder.map(Recorder::oldestSequence).orElse(0L) - sequence - 1);
    }

    long linesGoneAfter(long number) {
        return Math.max(0, tail.oldest() - number - 1);
    }

    /** Bytes that the requests take, and may take. */
    long[] bytes() {
        return new long[]{recorder.map(Recorder::bytes).orElse(0L), recorder.map(Recorder::limit).orElse(0L)};
    }
}
