// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Device memory and transfers of the CUDA backend. One Session per call of a Backend function: it
// holds the device lock, lends buffers that stay allocated between calls, and remembers the first
// error, so that a function checks once at its end.

#include <cstdint>
#include <cublas_v2.h>
#include <cuda_runtime.h>
#include <mutex>
#include <vector>

namespace moqa::kernels::cuda {

// Device buffers by slot, grown when needed and kept: allocation costs more than most kernels here.
class Device {
public:
    static Device& instance();
    // Chooses device 0. False where there is none or cuBLAS does not start; why() tells.
    bool start();
    const char* why() const { return m_why; }
    const char* description() const { return m_description; }
    cublasHandle_t blas() const { return m_blas; }

private:
    friend class Session;
    struct Slot {
        void* data = nullptr;
        size_t bytes = 0;
    };
    std::mutex m_mutex;
    std::vector<Slot> m_slots;
    cublasHandle_t m_blas = nullptr;
    char m_why[400] = "";
    char m_description[400] = "";
};

class Session {
public:
    Session() : m_lock(Device::instance().m_mutex) {}

    // Uninitialised device memory of at least `count` elements; valid until the session ends.
    template <class T>
    T* buffer(int64_t count) {
        return static_cast<T*>(lend(static_cast<size_t>(count) * sizeof(T)));
    }
    // A strided host matrix as a contiguous device copy [rows, cols].
    template <class T>
    T* upload(const T* host, int64_t rows, int64_t cols, int64_t stride) {
        T* device = buffer<T>(rows * cols);
        copy(device, static_cast<size_t>(cols) * sizeof(T), host,
             static_cast<size_t>(stride) * sizeof(T), static_cast<size_t>(cols) * sizeof(T), rows,
             cudaMemcpyHostToDevice);
        return device;
    }
    template <class T>
    void download(const T* device, T* host, int64_t rows, int64_t cols, int64_t stride) {
        copy(host, static_cast<size_t>(stride) * sizeof(T), device,
             static_cast<size_t>(cols) * sizeof(T), static_cast<size_t>(cols) * sizeof(T), rows,
             cudaMemcpyDeviceToHost);
    }
    void check(cudaError_t error) {
        if (m_ok && error != cudaSuccess) m_ok = false;
    }
    void check(cublasStatus_t status) {
        if (m_ok && status != CUBLAS_STATUS_SUCCESS) m_ok = false;
    }
    // After the last step: true if all of them worked and their results are on the host.
    bool finish();
    bool ok() const { return m_ok; }

private:
    void* lend(size_t bytes);
    void copy(void* to, size_t toPitch, const void* from, size_t fromPitch, size_t width,
              int64_t rows, cudaMemcpyKind kind);

    std::lock_guard<std::mutex> m_lock;
    size_t m_used = 0;
    bool m_ok = true;
};

} // namespace moqa::kernels::cuda
