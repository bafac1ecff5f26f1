/** The image in a real container engine and on a real Kubernetes node, which {@code infra/proof/node} starts. */
package com.dataenginex.cluster;
