package com.dataenginex.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
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

    @Test
    void forgetsThreadsThatHaveEnded() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        Exchange living = exchange();
        Thread thread = Thread.ofVirtual().start(() -> {
            underWay.begun(living);
            await(over);
        });
        for (int i = 0; i < 10_000; i++) {
            // A connection that ends within its request.
            Thread.ofVirtual().start(() -> underWay.begun(exchange())).join();
        }

        assertThat(underWay.all()).containsExactly(living);
        assertThat(underWay.byThread()).containsOnlyKeys(thread.threadId());
        assertThat(underWay.places()).isLessThanOrEqualTo(65);
        over.countDown();
        thread.join();
        assertThat(underWay.all()).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
