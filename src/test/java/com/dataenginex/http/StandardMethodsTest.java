package com.dataenginex.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardMethodsTest {

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"})
    void keepsWhatTheStandardsKnow(String method) {
        assertThat(StandardMethods.orElse(method, "OTHER")).isEqualTo(method);
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "BREW", "", "GET "})
    void replacesWhatTheyDoNot(String method) {
        assertThat(StandardMethods.orElse(method, "OTHER")).isEqualTo("OTHER");
    }
}
