package com.dataenginex.infra;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The contract is as good as the names that are found. */
class ExpressionTest {

    @Test
    void findsMetricsAndLabels() {
        String expr = "histogram_quantile(0.95, sum by (le, app) (rate(a_bucket{x=\"y{z\",w!~\"b|c\"}[5m]))) > 0.75\n"
                + "and\nlevel:metric:rate5m{env=\"prod\"} >= 2e3 or 0 * up unless on (job) absent(gone_total offset 1h)";

        assertThat(Expression.metrics(expr)).containsExactlyInAnyOrder("a_bucket", "level:metric:rate5m", "up",
                "gone_total");
        assertThat(Expression.labels(expr)).containsExactlyInAnyOrder("le", "app", "x", "w", "env", "job");
    }

    @Test
    void findsTheMetricOfAVariable() {
        assertThat(Expression.metrics("label_values(a_total{app=\"$app\"}, endpoint)")).containsExactly("a_total");
        assertThat(Expression.labels("label_values(a_total{app=\"$app\"}, endpoint)")).containsExactly("app",
                "endpoint");
    }

    @Test
    void findsTheFieldsOfALogQuery() {
        String expr = "sum by (route) (count_over_time({app=\"$app\"} |= \"text\" | json level=\"level\", r=\"route\" "
                + "| level=~\"A|B\" | line_format \"{{.method}} {{ .path }}\" | duration_seconds > 0.75 [$__auto]))";

        assertThat(Expression.fields(expr)).containsExactlyInAnyOrder("route", "level", "method", "path",
                "duration_seconds");
        assertThat(Expression.streamLabels(expr)).containsExactly("app");
    }

    @Test
    void findsTheAttributesOfATraceQuery() {
        assertThat(Expression.attributes(
                "{ resource.service.name = \"span.no\" && kind = server && span.http.route =~ \".*\" } | rate() by (span.a_b.c)"))
                .containsExactlyInAnyOrder("service.name", "http.route", "a_b.c");
    }
}
