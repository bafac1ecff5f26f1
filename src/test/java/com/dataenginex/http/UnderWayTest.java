package com.dataenginex.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class UnderWayTest {
    private final UnderWay underWay = new UnderWay();

    private static Exchange exchange() {
        return new Exchange(new RequestFacts("a", "GET", "/", "", null, null), Endpoint.NONE, List.of(),
                System.nanoTime());
    }

    @Test
    void knowsARequestByItsThreadFromItsBeginningToItsEnd() {
        Exchange first = exchange();
        Exchange second = exchange();
        underWay.begun(first);
        assertThat(underWay.byThread()).isEqualTo(Map.of(Thread.currentThread().threadId(), first));

        underWay.ended(first);
        assertThat(underWay.all()).isEmpty();
        underWay.begun(second);
        underWay.ended(first);
        assertThat(underWay.all()).as("the end of another one").containsExactly(second);
    }

    /** Neither its request, nor the thread itself, which keeps what its connection was. */
    @Test
    void keepsNothingOfThreadsThatHaveEnded() throws InterruptedException {
        List<Reference<?>> kept = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            kept.addAll(endsWithinARequest());
        }
        Exchange last = exchange();
        underWay.begun(last);

        Awaitility.await().until(() -> {
            System.gc();
            return kept.stream().allMatch(one -> one.refersTo(null));
        });
        // On this thread, which has a place already.
        Awaitility.await().pollInSameThread().until(() -> {
            underWay.ended(last);
            return underWay.places() == 1;
        });
        assertThat(underWay.all()).isEmpty();
    }

    /** A thread, and what it worked on. */
    private List<Reference<?>> endsWithinARequest() throws InterruptedException {
        Exchange exchange = exchange();
        Thread thread = Thread.ofVirtual().start(() -> underWay.begun(exchange));
        thread.join();
        return List.of(new WeakReference<>(exchange), new WeakReference<>(thread));
    }
}
