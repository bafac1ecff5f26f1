package com.dataenginex.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrometheusTextTest {

    @Test
    void takesOutTheMovingMaximumOfOurTimersOnly() {
        String text = "# HELP a_seconds_max x\n# TYPE a_seconds_max gauge\na_seconds_max{b=\"c\"} 1.0\na_seconds_max 1.0\n"
                + "jvm_gc_pause_seconds_max 1.0\njvm_memory_max_bytes 5\na_seconds_sum 1";

        assertThat(PrometheusText.cleaned(text))
                .isEqualTo("jvm_gc_pause_seconds_max 1.0\njvm_memory_max_bytes 5\na_seconds_sum 1");
    }

    @Test
    void keepsExemplarsWhereOpenMetricsAllowsThem() {
        String text = "a_seconds_bucket{le=\"1\"} 1 # {trace_id=\"x\"} 1\na_seconds_count{b=\"c\"} 1 # {trace_id=\"x\"} 1\n"
                + "b_seconds_count 1.0 # {trace_id=\"x\"} 1\nb_seconds_count 2.0\n";

        assertThat(PrometheusText.cleaned(text)).isEqualTo(
                "a_seconds_bucket{le=\"1\"} 1 # {trace_id=\"x\"} 1\na_seconds_count{b=\"c\"} 1\n"
                        + "b_seconds_count 1.0\nb_seconds_count 2.0\n");
    }

    @Test
    void takesOutTheCommaAfterTheLastLabel() {
        assertThat(PrometheusText
                .cleaned("# HELP a \",} x\na_total{b=\"c\",d=\"e\",} 1.0\na_total{b=\"x\\\",} y\",} 2.0\nb 1.0\n"))
                .isEqualTo("# HELP a \",} x\na_total{b=\"c\",d=\"e\"} 1.0\na_total{b=\"x\\\",} y\",} 2.0\nb 1.0\n");
    }
}
