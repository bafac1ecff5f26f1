package com.dataenginex.service;

import com.dataenginex.health.FixedDependency;
import java.util.List;

/**
 * The names that only a product can give.
 *
 * @param problemTypes what the URIs of its problems' types begin with, such as {@code urn:example:problem:}
 * @param metricPrefix what the names of the metrics about the product itself begin with, such as {@code example} for
 *        {@code example_build_info}
 * @param dependencies that have keys and variables of their own
 */
public record Product(String problemTypes, String metricPrefix, List<FixedDependency> dependencies) {

    public Product {
        dependencies = List.copyOf(dependencies);
    }
}
