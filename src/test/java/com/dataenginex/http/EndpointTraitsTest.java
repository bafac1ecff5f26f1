package com.dataenginex.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dataenginex.log.Severity;
import com.dataenginex.support.FakeRequest;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.opentelemetry.context.Scope;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.opentelemetry.context.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointTraitsTest {
    private final List<String> said = new ArrayList<>();
    private final ServerResponse response = FakeRequest.response(said);
    private final Endpoint plain = Endpoint.get("/api/items/{id}/parts/{part}", (req, res) -> said.add("get"));

    @Test
    void isTreatedLikeAnyOtherUnlessItSaysOtherwise() {
        assertThat(plain.template()).isEqualTo("/api/items/{id}/parts/{part}");
        assertThat(plain.parameters()).containsExactly("id", "part");
        assertThat(plain.isExempt()).isFalse();
        assertThat(plain.isTraced()).isTrue();
        assertThat(plain.isCounted()).isTrue();
        assertThat(plain.isScrape()).isFalse();
        assertThat(plain.isStream()).isFalse();
        assertThat(plain.isMatched()).isTrue();
        assertThat(plain.severity()).isEqualTo(Severity.INFO);
        assertThat(plain.methods()).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(plain.filters()).isEmpty();
        assertThat(Endpoint.NONE.isMatched()).isFalse();
        assertThat(Endpoint.NONE.methods()).isEqualTo("OPTIONS");
    }

    @Test
    void eachTraitIsOneOfItsOwn() {
        assertThat(plain.exempt()).matches(Endpoint::isExempt).matches(Endpoint::isTraced).matches(Endpoint::isCounted);
        assertThat(plain.untraced()).matches(one -> !one.isTraced()).matches(Endpoint::isCounted);
        assertThat(plain.uncounted()).matches(one -> !one.isCounted()).matches(Endpoint::isTraced);
        assertThat(plain.stream()).matches(Endpoint::isStream).matches(one -> !one.isScrape());
        assertThat(plain.scrape()).matches(Endpoint::isScrape).matches(one -> !one.isTraced())
                .matches(one -> !one.isCounted());
    }

    @Test
    void aChangeIsACopyThatKeepsEverythingElse() throws Exception {
        Filter filter = (chain, req, res) -> chain.proceed();
        Endpoint all = plain.and(Method.DELETE, (req, res) -> said.add("delete")).exempt().through(filter)
                .reads("X-In", "X-More").exposes("X-Out").loggedAt(Severity.DEBUG).stream();

        assertThat(all.template()).isEqualTo(plain.template());
        assertThat(all.isExempt()).isTrue();
        assertThat(all.filters()).containsExactly(filter);
        assertThat(all.requestHeaders()).containsExactly("X-In", "X-More");
        assertThat(all.responseHeaders()).containsExactly("X-Out");
        assertThat(all.severity()).isEqualTo(Severity.DEBUG);
        assertThat(all.methods()).isEqualTo("GET, HEAD, DELETE, OPTIONS");
        all.handle(request(Method.DELETE), response);
        all.handle(request(Method.HEAD), response);
        assertThat(said).containsExactly("delete", "get");

        assertThat(plain.isExempt()).isFalse();
        assertThat(plain.isStream()).isFalse();
        assertThat(plain.filters()).isEmpty();
        assertThat(plain.requestHeaders()).isEmpty();
        assertThat(plain.responseHeaders()).isEmpty();
        assertThat(plain.methods()).isEqualTo("GET, HEAD, OPTIONS");
    }

    @Test
    void aHandlerOfItsOwnForHeadStays() throws Exception {
        Endpoint.on(Method.HEAD, "/", (req, res) -> said.add("head")).and(Method.GET, (req, res) -> said.add("get"))
                .handle(request(Method.HEAD), response);
        Endpoint.on(Method.POST, "/", (req, res) -> said.add("post")).handle(request(Method.POST), response);

        assertThat(said).containsExactly("head", "post");
        assertThat(Endpoint.on(Method.POST, "/", (req, res) -> said.add("post")).methods()).isEqualTo("POST, OPTIONS");
    }

    @Test
    void tellsWhichMethodsHaveAHandlerAndTakesNoneForOptions() {
        assertThat(plain.and(Method.PUT, (req, res) -> said.add("put")).handled()).containsExactly("GET", "PUT");
        assertThatThrownBy(() -> plain.and(Method.OPTIONS, (req, res) -> said.add("options")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("OPTIONS is answered with Allow");
    }

    @Test
    void optionsIsAnsweredWithAllow() throws Exception {
        plain.handle(request(Method.OPTIONS), response);

        assertThat(said).hasSize(3);
        assertThat(said.getFirst()).startsWith("status[204");
        assertThat(said.get(1)).isEqualTo("header[Allow: GET, HEAD, OPTIONS]");
        assertThat(said.getLast()).isEqualTo("send[]");
    }

    @Test
    void anotherMethodIsAProblemWithAllow() {
        assertThatThrownBy(() -> plain.handle(request(Method.PUT), response)).isInstanceOfSatisfying(
                ProblemException.class, refused -> {
                    assertThat(refused.problem().type()).isSameAs(ProblemType.METHOD_NOT_ALLOWED);
                    assertThat(refused.problem().headers()).singleElement()
                            .satisfies(allow -> assertThat(allow.get()).isEqualTo("GET, HEAD, OPTIONS"));
                });
    }

    @Test
    void whereNothingIsEveryMethodGetsTheProblem() {
        assertThatThrownBy(() -> Endpoint.NONE.handle(request(Method.OPTIONS), response)).isInstanceOfSatisfying(
                ProblemException.class,
                refused -> assertThat(refused.problem().type()).isSameAs(ProblemType.NOT_FOUND));
    }

    @Test
    void anObservedPathIsPassedOnAndItsHeadIsAnswered() throws Exception {
        Endpoint observed = Endpoint.observed("/health", () -> "no");

        Exchange exchange = Exchange.refused("GET", "/health", WritableHeaders.create(), null,
                new ClientAddress(List.of(), HeaderNames.X_FORWARDED_FOR), System.nanoTime());
        try (Scope ignored = exchange.enter()) {
            observed.handle(request(Method.GET), response);
            observed.handle(request(Method.HEAD), response);
        }

        assertThat(exchange.problem()).isEqualTo(Problem.of(ProblemType.SERVICE_UNAVAILABLE, "no"));
        assertThat(said).hasSize(4);
        assertThat(said.getFirst()).isEqualTo("next[]");
        assertThat(said.get(1)).startsWith("status[503");
        assertThat(said.get(2)).isEqualTo("header[Content-Type: application/json]");
        assertThat(said.getLast()).isEqualTo("send[]");
    }

    @Test
    void theWholeServerKnowsEveryMethod() throws Exception {
        Endpoints endpoints = new Endpoints(
                List.of(plain, Endpoint.on(Method.POST, "/", (req, res) -> said.add("post"))));
        Endpoint server = endpoints.find("*").endpoint();

        server.handle(request(Method.OPTIONS), response);

        assertThat(server.template()).isEqualTo(Endpoint.UNMATCHED);
        assertThat(said.getFirst()).startsWith("status[204");
        assertThat(said.get(1)).isEqualTo("header[Allow: GET, HEAD, POST, OPTIONS]");
        assertThat(said.getLast()).isEqualTo("send[]");
        assertThatThrownBy(() -> server.handle(request(Method.GET), response)).isInstanceOf(ProblemException.class)
                .hasMessage("Only OPTIONS may ask for *.");
    }

    @Test
    void endpointsAreInTheOrderGiven() {
        Endpoint root = Endpoint.get("/", (req, res) -> res.send());
        Endpoints endpoints = new Endpoints(List.of(plain, root));

        assertThat(endpoints.all()).containsExactly(plain, root);
        assertThat(endpoints.templates()).containsExactly("/api/items/{id}/parts/{part}", "/");
    }

    @Test
    void aRequestGoesToTheEndpointOfItsExchange() throws Exception {
        Endpoints endpoints = new Endpoints(List.of(plain));
        ServerRequest request = FakeRequest.get("/api/items/7/parts/8");

        try (Scope ignored = Exchange.open(request, endpoints.find("/api/items/7/parts/8"),
                new ClientAddress(List.of(), HeaderNames.X_FORWARDED_FOR)).enter()) {
            endpoints.handle(request, response);
        }

        assertThat(said).containsExactly("get");
    }

    private static ServerRequest request(Method method) {
        return FakeRequest.of(method, "/", Map.of(), "");
    }
}
